import { callbackFailed } from "../errors/callback-failed.js";
import type { InteractiveCall } from "../requests/interactive-call.js";

/** @throws BrokerError `request_aborted` when the application throws: it does not want the window. */
export async function announce(
  { onBeforeLaunchingUi, correlationId }: InteractiveCall,
  route: "broker" | "browser",
  signal: AbortSignal,
): Promise<void> {
  try {
    await onBeforeLaunchingUi?.(route);
  } catch (cause) {
    throw callbackFailed("onBeforeLaunchingUi", cause, correlationId);
  }
  // The call may have ended meanwhile, and nobody waits for the window any more.
  signal.throwIfAborted();
}
