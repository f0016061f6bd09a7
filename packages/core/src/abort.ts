import { BrokerError } from "./errors/broker-error.js";

/** What waits for a signal, and the one listener that is on it. */
interface Waiting {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const waitingFor = new WeakMap<AbortSignal, Waiting>();

/**
 * Calls back when a signal aborts, with one listener on the signal however many calls wait for it: Node.js warns on
 * stderr of more than ten, and an application may well give one signal to a hundred calls.
 *
 * @returns A function that ends it.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const waiting = waitingFor.get(signal) ?? listen(signal);
  waiting.callbacks.add(callback);
  return () => {
    waiting.callbacks.delete(callback);
    if (waiting.callbacks.size > 0 || waitingFor.get(signal) !== waiting) return;
    signal.removeEventListener("abort", waiting.listener);
    waitingFor.delete(signal);
  };
}

function listen(signal: AbortSignal): Waiting {
  const callbacks = new Set<() => void>();
  const listener = (): void => {
    for (const callback of callbacks) callback();
  };
  const waiting = { callbacks, listener };
  waitingFor.set(signal, waiting);
  signal.addEventListener("abort", listener, { once: true });
  return waiting;
}

/** The error of a call whose signal was aborted, `request_aborted`, with the signal's reason as its cause. */
export function requestAborted(signal: AbortSignal | undefined, correlationId?: string): BrokerError {
  return new BrokerError("request_aborted", {
    message: 'the "signal" of the request was aborted',
    correlationId,
    cause: signal?.reason,
  });
}
