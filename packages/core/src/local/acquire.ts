import type { AuthenticationResult as MsalResult } from "@azure/msal-node";
import { ofCache } from "../accounts.js";
import { BrokerError } from "../errors/broker-error.js";
import type { TokenCall } from "../requests/token-call.js";
import type { AuthenticationResult, Route } from "../results.js";
import { type Limits, settle, withSignal } from "../settle.js";

/**
 * Runs a call of a route over msal-node so that it settles, and every HTTP request of it ends with it.
 *
 * @param work Is given a signal that aborts when the call has ended early.
 */
export function settleLocally<Answer>(
  limits: Limits,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const watched = withSignal(limits);
  return settle((options) => work(options.signal ?? watched.signal), watched);
}

/** msal-node's result as this library's. */
export function toResult(
  result: MsalResult,
  { correlationId, state }: Pick<TokenCall, "correlationId" | "state">,
  route: Route,
  routeReason: string,
): AuthenticationResult {
  const { account, state: _state, ...rest } = result;
  return {
    ...rest,
    account: account && ofCache(account),
    correlationId,
    fromPlatformBroker: false,
    ...(state === undefined ? {} : { state }),
    route,
    routeReason,
  };
}

/**
 * msal-node knows no proof of possession without a broker, and would give a bearer token in its place.
 *
 * @throws BrokerError `request_unsupported`.
 */
export function refusePop(call: TokenCall, route: Route): void {
  if (call.pop === undefined) return;
  throw new BrokerError("request_unsupported", {
    message: `the ${route} route cannot honour "authenticationScheme": "pop", and gives no bearer token in its place`,
    hint: "Ask for proofs of possession where the broker serves (see probeBroker()), or leave the field out.",
    correlationId: call.correlationId,
  });
}
