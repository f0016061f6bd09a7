import type { BrokerRequest } from "../contract.js";
import { BrokerError } from "./broker-error.js";
import { quotable, redactedError, textOf } from "./redact.js";
import { aadstsNumber, registrationFault } from "./registration.js";

/**
 * Turns whatever a call ended in into a {@link BrokerError} that says what to do: a registration fault is named as such,
 * and an error that is none of this library's is told in its own words. It is not the broker's: see
 * {@link brokerFault}.
 */
export function explain(error: unknown, request: BrokerRequest): BrokerError {
  if (!(error instanceof BrokerError)) {
    return new BrokerError("route_unavailable", {
      message: `the call failed inside this process: ${quotable(textOf(error))}`,
      hint: "Look at error.cause; something of the application's own, such as its cache plugin, may have thrown it.",
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

/** What a broker threw: an error of this library as it is, whatever else with its words as the cause. */
export function brokerFault(thrown: unknown): BrokerError {
  if (thrown instanceof BrokerError) return thrown;
  return new BrokerError("platform_broker_error", {
    message: `the broker failed in a way its contract does not provide for: ${quotable(textOf(thrown))}`,
    cause: redactedError(thrown),
  });
}
