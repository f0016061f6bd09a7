import { BrokerError } from "./broker-error.js";
import { redactedError, textOf } from "./redact.js";

/** What is known of the request that failed. */
export interface FailedRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly correlationId: string;
}

/** Entra's codes for an app registration without the broker's redirect URI, or one that is not a public client. */
const REGISTRATION_FAULT = /AADSTS(?:50011|900971|7000218)\b/;

/**
 * Turns whatever a broker threw into a {@link BrokerError} that says what to do: a registration fault is named as
 * such, and an error that is none of this library's becomes `platform_broker_error` with its words as the cause.
 */
export function explain(error: unknown, request: FailedRequest): BrokerError {
  if (!(error instanceof BrokerError)) {
    return new BrokerError("platform_broker_error", {
      message: `the broker failed in a way its contract does not provide for: ${textOf(error)}`,
      correlationId: request.correlationId,
      cause: redactedError(error),
    });
  }
  if (REGISTRATION_FAULT.test(error.broker?.context ?? "")) {
    return new BrokerError("redirect_uri_mismatch", {
      message: `the app registration lacks the redirect URI ${request.redirectUri}`,
      hint: `Register it for the application ${request.clientId} under "Mobile and desktop applications", and allow public client flows.`,
      broker: error.broker,
      correlationId: request.correlationId,
      cause: error.cause,
    });
  }
  if (error.correlationId === "") error.correlationId = request.correlationId;
  return error;
}
