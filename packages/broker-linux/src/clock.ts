import { BrokerError, type CallOptions } from "@authbroker/core";

/** The limits of one call of the contract, which may take several calls on the bus. */
export interface Clock extends CallOptions {
  /** The whole time, milliseconds. */
  readonly timeoutMs: number;
  /**
   * What is left of it, for the next call on the bus.
   *
   * @throws BrokerError `request_aborted` when the signal is aborted.
   */
  left(): CallOptions;
}

/** Starts the clock of a call; `defaultTimeoutMs` is for a caller who gives no time limit. */
export function startClock(options: CallOptions | undefined, defaultTimeoutMs: number): Clock {
  const { signal, timeoutMs = defaultTimeoutMs } = options ?? {};
  // The same clock as performance.now(), which Node.js would have to load first.
  const end = process.uptime() * 1000 + timeoutMs;
  const rest = (): number => Math.max(1, Math.ceil(end - process.uptime() * 1000));
  if (signal === undefined) return { timeoutMs, left: () => ({ timeoutMs: rest() }) };
  return {
    timeoutMs,
    signal,
    left() {
      if (signal.aborted) throw aborted(signal);
      return { timeoutMs: rest(), signal };
    },
  };
}

/** The error of a call whose signal was aborted. */
export function aborted(signal: AbortSignal | undefined): BrokerError {
  return new BrokerError("request_aborted", {
    message: 'the "signal" of the request was aborted',
    cause: signal?.reason,
  });
}
