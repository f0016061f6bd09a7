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
  const end = performance.now() + timeoutMs;
  const left = (): CallOptions => {
    if (signal?.aborted === true) throw aborted(signal);
    const rest = Math.max(1, Math.ceil(end - performance.now()));
    return signal === undefined ? { timeoutMs: rest } : { timeoutMs: rest, signal };
  };
  return signal === undefined ? { timeoutMs, left } : { timeoutMs, signal, left };
}

/** The error of a call whose signal was aborted. */
export function aborted(signal: AbortSignal | undefined): BrokerError {
  return new BrokerError("request_aborted", {
    message: 'the "signal" of the request was aborted',
    cause: signal?.reason,
  });
}
