import type { BrokerRequest } from "../contract.js";
import { BrokerError } from "./broker-error.js";
import { redactedError, textOf } from "./redact.js";

/** What Entra finds wrong with an app registration, and what is to be changed there. */
const REGISTRATION_FAULTS: readonly {
  readonly code: RegExp;
  readonly explain: (request: BrokerRequest) => Fault;
}[] = [
  {
    code: /AADSTS(?:50011|900971)\b/,
    explain: ({ clientId, redirectUri }) => ({
      message: `the app registration lacks the redirect URI ${redirectUri}`,
      hint: `Register it for the application ${clientId} under "Mobile and desktop applications".`,
    }),
  },
  {
    code: /AADSTS7000218\b/,
    explain: ({ clientId, redirectUri }) => ({
      message: `the app registration does not take the redirect URI ${redirectUri} as that of a public client`,
      hint: `Register it for the application ${clientId} under "Mobile and desktop applications", and set "Allow public client flows" to Yes.`,
    }),
  },
];

interface Fault {
  readonly message: string;
  readonly hint: string;
}

/**
 * Turns whatever a broker threw into a {@link BrokerError} that says what to do: a registration fault is named as
 * such, and an error that is none of this library's becomes `platform_broker_error` with its words as the cause.
 */
export function explain(error: unknown, request: BrokerRequest): BrokerError {
  if (!(error instanceof BrokerError)) {
    return new BrokerError("platform_broker_error", {
      message: `the broker failed in a way its contract does not provide for: ${textOf(error)}`,
      correlationId: request.correlationId,
      cause: redactedError(error),
    });
  }
  const context = error.broker?.context ?? "";
  const fault = REGISTRATION_FAULTS.find(({ code }) => code.test(context));
  if (fault !== undefined) {
    return new BrokerError("redirect_uri_mismatch", {
      ...fault.explain(request),
      broker: error.broker,
      correlationId: request.correlationId,
      cause: error.cause,
    });
  }
  if (error.correlationId === "") error.correlationId = request.correlationId;
  return error;
}
