import { BrokerError } from "./errors/broker-error.js";
import { LONGEST_TIMEOUT_MS } from "./requests/check.js";
import { onAbort } from "./abort.js";
import type { CallOptions } from "./contract.js";

/** A call's limits, checked: see `requests/check.ts`. */
export interface Limits {
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly correlationId: string;
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
  const { signal, timeoutMs, correlationId } = limits;
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted === true) throw aborted(signal, correlationId);
    const broker = signal && new AbortController();
    const end = (error: BrokerError): void => {
      stop();
      reject(error);
      broker?.abort(error);
    };
    const timer = setTimeout(
      () => end(timedOut(timeoutMs, correlationId)),
      Math.min(timeoutMs + graceMs, LONGEST_TIMEOUT_MS),
    );
    const unlisten = signal && onAbort(signal, () => end(aborted(signal, correlationId)));
    const stop = (): void => {
      clearTimeout(timer);
      unlisten?.();
    };
    // What the broker settles with, an error included, is the caller's. A broker that throws at once has rejected, too.
    const answer = new Promise<T>((answered) => {
      answered(work(broker ? { signal: broker.signal, timeoutMs } : { timeoutMs }));
    });
    answer.finally(stop).then(resolve, reject);
  });
}

function aborted(signal: AbortSignal, correlationId: string): BrokerError {
  return new BrokerError("request_aborted", {
    message: 'the "signal" of the request was aborted',
    correlationId,
    cause: signal.reason,
  });
}

function timedOut(timeoutMs: number, correlationId: string): BrokerError {
  return new BrokerError("request_timeout", {
    message: `the broker did not answer within ${timeoutMs} ms`,
    hint: "Try again, or allow more time with timeoutMs.",
    correlationId,
  });
}
