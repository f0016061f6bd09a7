import { onAbort } from "../abort.js";
import { LONGEST_TIMEOUT_MS } from "../requests/check.js";

/** Waits; when the signal aborts it resolves at once and leaves no timer behind that keeps the process alive. */
export function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      unlisten();
      resolve();
    };
    const timer = setTimeout(done, Math.min(milliseconds, LONGEST_TIMEOUT_MS));
    const unlisten = onAbort(signal, done);
  });
}
