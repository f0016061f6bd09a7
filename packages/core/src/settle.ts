import { BrokerError } from "./errors/broker-error.js";
import { LONGEST_TIMEOUT_MS } from "./requests/check.js";
import { onAbort, requestAborted } from "./abort.js";
import type { CallOptions } from "./contract.js";

/** A call's limits, checked: see `requests/check.ts`. */
export interface Limits {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly correlationId: string;
  /** What to say of a call that is out of time, where more is known than that no answer came. */
  readonly late?: () => string | undefined;
}

/**
 * Runs a call of a broker so that it settles, whatever the broker does: at once when the signal aborts, and when the
 * time is over. What the broker answers afterwards is dropped.
 *
 * The broker is given the same limits, to end its own work by. It gets a signal of its own, and only when the caller
 * gave one: most calls have none, and making and watching one costs more than the rest of this function.
 *
 * @param graceMs How long the broker may take beyond its limit to say itself that the time is over.
 * @throws BrokerError `request_aborted` or `request_timeout`, or whatever `work` rejected with.
 */
export function settle<T>(
  work: (options: CallOptions) => Promise<T>,
  limits: Limits,
  graceMs = 0,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const { signal, timeoutMs } = limits;
    if (signal?.aborted === true) throw requestAborted(signal, limits.correlationId);
    const broker = signal && new AbortController();
    const stop = cutOff(limits, graceMs, (error) => {
      reject(error);
      broker?.abort(error);
    });
    const options = broker ? { signal: broker.signal, timeoutMs } : { timeoutMs };
    attempt(work, options, stop).then(resolve, reject);
  });
}

/** Limits with a signal in any case, for work that is to be told, too, when its time is over. */
export function withSignal(limits: Limits): Limits & { readonly signal: AbortSignal } {
  return { ...limits, signal: limits.signal ?? new AbortController().signal };
}

/** Calls `end` when the signal aborts or the time is over, unless the function that it returns is called before. */
function cutOff(limits: Limits, graceMs: number, end: (error: BrokerError) => void): () => void {
  const { signal, timeoutMs, correlationId } = limits;
  const timer = setTimeout(
    () => {
      stop();
      end(timedOut(limits));
    },
    Math.min(timeoutMs + graceMs, LONGEST_TIMEOUT_MS),
  );
  const unlisten =
    signal &&
    onAbort(signal, () => {
      stop();
      end(requestAborted(signal, correlationId));
    });
  const stop = (): void => {
    clearTimeout(timer);
    unlisten?.();
  };
  return stop;
}

/** A broker that throws at once has rejected, too. */
async function attempt<T>(
  work: (options: CallOptions) => Promise<T>,
  options: CallOptions,
  stop: () => void,
): Promise<T> {
  try {
    return await work(options);
  } finally {
    stop();
  }
}

function timedOut({ timeoutMs, correlationId, late }: Limits): BrokerError {
  return new BrokerError("request_timeout", {
    message: `no answer came within ${timeoutMs} ms`,
    hint: late?.() ?? "Try again, or allow more time with timeoutMs.",
    correlationId,
  });
}
