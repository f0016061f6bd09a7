import { requestAborted } from "../abort.js";
import { BrokerError } from "../errors/broker-error.js";
import { classifyTokenError, type HttpAnswer } from "../errors/classify.js";
import { type ErrorContext, readOAuthError, tryAgain } from "../errors/oauth-error.js";
import type { Call, Exchange } from "./exchange.js";

/** Whether an answer has a status of success. */
export const isOk = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

/** An answer of success whose member is missing, or not what it must be. */
export function unusable(
  endpoint: "token" | "device-code",
  member: string,
  { correlationId }: ErrorContext,
): BrokerError {
  return new BrokerError("server_response_invalid", {
    message: `the answer of the ${endpoint} endpoint cannot be used: "${member}" is missing or malformed`,
    hint: "Check the authority; report it to whoever runs it.",
    correlationId,
  });
}

/** Whether an error is one that passes without anybody changing anything. */
export function isTransient({ errorCode }: BrokerError): boolean {
  return ["no_network_connectivity", "request_throttled", "server_unavailable"].includes(errorCode);
}

/**
 * An error that the server gave in OAuth's form is msal-node's to see: it deletes a refresh token that is of no use any
 * more. The others it would make unreadable, or hold the request back for a minute for.
 *
 * @returns The answer for msal-node; what it means is remembered in the call.
 * @throws BrokerError what the answer means, when msal-node is not to see it.
 */
export function refused(answer: HttpAnswer, call: Call, context: ErrorContext = call.exchange): HttpAnswer {
  const failure = classifyTokenError(answer, context);
  if (isTransient(failure) || readOAuthError(answer.body) === undefined) throw failure;
  call.failure = failure;
  return answer;
}

/** msal-node would hold the request back by `Retry-After`, and then answer with an error that has lost its class. */
export function withoutRetryAfter(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== "retry-after"));
}

/** Why a call has ended, as whoever ended it says. */
export function ended({ signal, correlationId }: Exchange): BrokerError {
  const reason: unknown = signal.reason;
  return reason instanceof BrokerError ? reason : requestAborted(signal, correlationId);
}

/** A request that was not sent, because the server asked for that. */
export function heldBack(retryAfter: number, { correlationId }: Exchange): BrokerError {
  return new BrokerError("request_throttled", {
    message: "the sign-in server asked for no repetition of this request yet, and it was not sent",
    hint: tryAgain(retryAfter),
    correlationId,
    retryAfter,
  });
}
