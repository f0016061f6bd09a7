import type { BrokerRequest } from "../contract.js";
import { BrokerError } from "./broker-error.js";
import { redactedError, redactUserNames, textOf } from "./redact.js";
import { aadstsNumber, registrationFault } from "./registration.js";

/**
 * Turns whatever a broker threw into a {@link BrokerError} that says what to do: a registration fault is named as
 * such, and an error that is none of this library's becomes `platform_broker_error` with its words as the cause.
 */
export function explain(error: unknown, request: BrokerRequest): BrokerError {
  if (!(error instanceof BrokerError)) {
    return new BrokerError("platform_broker_error", {
      message: `the broker failed in a way its contract does not provide for: ${redactUserNames(textOf(error))}`,
      correlationId: request.correlationId,
      cause: redactedError(error),
    });
  }
  const errorNo = error.errorNo ?? aadstsNumber(error.broker?.context ?? "");
  const fault = registrationFault(errorNo, undefined, request);
  if (fault !== undefined && error.errorCode !== fault.code) {
    const { code, message, hint } = fault;
    return new BrokerError(code, {
      message,
      hint,
      errorNo,
      broker: error.broker,
      correlationId: request.correlationId,
      cause: error.cause,
    });
  }
  if (error.correlationId === "") error.correlationId = request.correlationId;
  return error;
}
