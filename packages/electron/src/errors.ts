import { BrokerError } from "@authbroker/core";
import type { BridgeError } from "./bridge.js";

/**
 * An error as plain data, for a page: its name and message, and everything a {@link BrokerError} says about what happened
 * and what to do. Not its cause and not its stack, which belong in the main process's log.
 */
export function bridgeError(error: unknown): BridgeError {
  if (!(error instanceof Error)) {
    return { name: "Error", message: "the main process threw something that is no Error" };
  }
  const { name, message } = error;
  if (!(error instanceof BrokerError)) return { name, message };
  const { errorCode, errorMessage, hint, retryable, correlationId, claims, retryAfter, subError, errorNo } =
    error;
  return {
    name,
    message,
    errorCode,
    errorMessage,
    retryable,
    correlationId,
    subError,
    ...(hint !== undefined && { hint }),
    ...(claims !== undefined && { claims }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(errorNo !== undefined && { errorNo }),
    ...(error.broker !== undefined && { broker: error.broker }),
  };
}
