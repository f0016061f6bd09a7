import { BrokerError } from "../errors/broker-error.js";
import { redactedError } from "../errors/redact.js";
import type { InteractiveCall } from "../requests/interactive-call.js";

/** @throws BrokerError `request_aborted` when the application throws: it does not want the window. */
export function announce(
  { onBeforeLaunchingUi, correlationId }: InteractiveCall,
  route: "broker" | "browser",
): void {
  try {
    onBeforeLaunchingUi?.(route);
  } catch (cause) {
    const { message } = redactedError(cause);
    throw new BrokerError("request_aborted", {
      message: `"onBeforeLaunchingUi" threw: ${message}`,
      correlationId,
      cause,
    });
  }
}
