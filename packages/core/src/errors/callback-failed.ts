import { BrokerError } from "./broker-error.js";
import { redactedError } from "./redact.js";

/** What ends a call whose callback of the application's own threw, or rejected. */
export function callbackFailed(callback: string, cause: unknown, correlationId: string): BrokerError {
  return new BrokerError("request_aborted", {
    message: `"${callback}" threw: ${redactedError(cause).message}`,
    correlationId,
    cause,
  });
}
