import type { AuthenticationResult as MsalAuthenticationResult } from "@azure/msal-node";
import { requireSameAccount, toAccountInfo } from "./accounts.js";
import { BrokerError } from "./errors/broker-error.js";
import type { InteractiveTokenRequest, TokenResponse } from "./contract.js";
import { userChooses } from "./requests/interactive-call.js";
import type { AccountInfo } from "./requests/types.js";

/** The ways a token can come. */
export type Route = "broker" | "cache" | "browser" | "device_code";

/** msal-node's result, and the way it came. */
export type AuthenticationResult = Omit<MsalAuthenticationResult, "account"> & {
  /** Whose token it is. */
  readonly account: AccountInfo | null;
  /** Which way the token came. `cache` includes a token that was refreshed; `fromCache` tells the two apart. */
  readonly route: Route;
  /** Why it came that way, and why the ways before it were passed over: one sentence for a log or a person. */
  readonly routeReason: string;
};

/**
 * A broker's answer in msal-node's shape.
 *
 * @throws BrokerError `account_mismatch` when it is the token of another account than the one asked for,
 * `broker_response_invalid` when it is a bearer token in place of a proof of possession, or the other way round.
 */
export function toAuthenticationResult(
  response: TokenResponse,
  request: InteractiveTokenRequest,
  state: string | undefined,
  routeReason: string,
): AuthenticationResult {
  if (request.account !== undefined && !userChooses(request.prompt))
    requireSameAccount(request.account, response.account, request.correlationId);
  requireTokenType(response, request);
  const { account, idTokenClaims, extendedExpiresOn } = response;
  const result: AuthenticationResult = {
    authority: request.authority,
    uniqueId: account.localAccountId,
    tenantId: account.tenantId,
    scopes: [...response.scopes],
    account: toAccountInfo(account, idTokenClaims),
    idToken: response.idToken,
    idTokenClaims,
    accessToken: response.accessToken,
    // A broker does not say whether it had the token or fetched it.
    fromCache: false,
    expiresOn: new Date(response.expiresOn),
    tokenType: response.tokenType,
    correlationId: request.correlationId,
    fromPlatformBroker: true,
    route: "broker",
    routeReason,
  };
  if (extendedExpiresOn !== undefined) result.extExpiresOn = new Date(extendedExpiresOn);
  if (state !== undefined) result.state = state;
  return result;
}

/** A bearer token is worth more to a thief than the proof that was asked for, and must not be used in its place. */
function requireTokenType(
  { tokenType }: TokenResponse,
  { pop, correlationId }: InteractiveTokenRequest,
): void {
  const wanted = pop === undefined ? "bearer" : "pop";
  if (tokenType.toLowerCase() === wanted) return;
  throw new BrokerError("broker_response_invalid", {
    message: `a ${wanted} token was asked for, and the broker answered with one of another type; it was discarded`,
    hint: pop === undefined ? undefined : "Update the broker: this one does not make proofs of possession.",
    correlationId,
  });
}
