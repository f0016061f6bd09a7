import { once } from "node:events";
import { BrokerError, type CallOptions } from "@authbroker/core";
import { LONGEST_DELAY_MS } from "../config/faults.js";
import { CallerGone } from "../dbus/interactions.js";

/**
 * Does the work of one call within its limits: at its signal, or when its time is over, the call rejects at once, and
 * the work is told by a signal of its own.
 *
 * @throws BrokerError `request_aborted` or `request_timeout`.
 */
export function withinLimits<Result>(
  { signal, timeoutMs }: CallOptions & { readonly timeoutMs: number },
  correlationId: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const working = new AbortController();
    const abort = (): void => end(aborted(signal, correlationId));
    const timer = setTimeout(
      () => end(timedOut(timeoutMs, correlationId)),
      Math.min(timeoutMs, LONGEST_DELAY_MS),
    );
    const stop = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const end = (error: BrokerError): void => {
      stop();
      reject(error);
      working.abort(error);
    };
    if (signal?.aborted === true) return abort();
    signal?.addEventListener("abort", abort, { once: true });
    work(working.signal).finally(stop).then(resolve, reject);
  });
}

/**
 * Never answers.
 *
 * @throws CallerGone once the call has ended, for which nobody waits any more.
 */
export async function untilAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, "abort");
  throw new CallerGone();
}

function aborted(signal: AbortSignal | undefined, correlationId: string): BrokerError {
  return new BrokerError("request_aborted", {
    message: 'the "signal" of the request was aborted',
    correlationId,
    cause: signal?.reason,
  });
}

function timedOut(timeoutMs: number, correlationId: string): BrokerError {
  return new BrokerError("request_timeout", {
    message: `the broker did not answer within ${timeoutMs} ms`,
    hint: "Try again, or allow more time with timeoutMs.",
    correlationId,
  });
}
