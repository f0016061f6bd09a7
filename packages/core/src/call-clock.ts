import { requestAborted } from "./abort.js";
import type { CallOptions } from "./contract.js";
import { now } from "./time.js";

/** The limits of one call of the contract, which may take a broker package several calls of its system. */
export interface CallClock extends CallOptions {
  /** The whole time, milliseconds. */
  readonly timeoutMs: number;
  /**
   * What is left of it, for the next call of the system.
   *
   * @throws BrokerError `request_aborted` when the signal is aborted.
   */
  left(): CallOptions;
}

/**
 * Starts the clock of a call, for those who write a broker.
 *
 * @param defaultTimeoutMs Milliseconds, for a caller who gives no time limit.
 */
export function startCallClock(options: CallOptions | undefined, defaultTimeoutMs: number): CallClock {
  const { signal, timeoutMs = defaultTimeoutMs } = options ?? {};
  const end = now() + timeoutMs;
  const rest = (): number => Math.max(1, Math.ceil(end - now()));
  if (signal === undefined) return { timeoutMs, left: () => ({ timeoutMs: rest() }) };
  return {
    timeoutMs,
    signal,
    left() {
      if (signal.aborted) throw requestAborted(signal);
      return { timeoutMs: rest(), signal };
    },
  };
}
