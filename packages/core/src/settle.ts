import { BrokerError } from "./errors/broker-error.js";
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
 * time is over. The broker is told through the signal it is given; what it answers afterwards is dropped.
 *
 * @throws BrokerError `request_aborted` or `request_timeout`, or whatever `work` rejected with.
 */
export async function settle<T>(work: (options: CallOptions) => Promise<T>, limits: Limits): Promise<T> {
  const { signal, timeoutMs, correlationId } = limits;
  if (signal?.aborted === true) throw aborted(signal, correlationId);

  const broker = new AbortController();
  let stop: () => void = () => {};
  const cutOff = new Promise<never>((_, reject) => {
    const end = (error: BrokerError): void => {
      reject(error);
      broker.abort(error);
    };
    const timer = setTimeout(() => end(timedOut(timeoutMs, correlationId)), timeoutMs);
    const unlisten = signal && onAbort(signal, () => end(aborted(signal, correlationId)));
    stop = () => {
      clearTimeout(timer);
      unlisten?.();
    };
  });
  // The race below may never be reached: a broker that throws at once, after aborting the signal itself, ends it before.
  cutOff.catch(() => {});

  try {
    return await Promise.race([work({ signal: broker.signal, timeoutMs }), cutOff]);
  } finally {
    stop();
  }
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
