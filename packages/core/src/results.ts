import type { AuthenticationResult as MsalAuthenticationResult } from "@azure/msal-node";
import { requireSameAccount, toAccountInfo } from "./accounts.js";
import type { InteractiveTokenRequest, TokenResponse } from "./contract.js";
import type { Prepared } from "./requests/prepare.js";

/** The ways a token can come. */
export type Route = "broker";

/** msal-node's result, and the way it came. */
export type AuthenticationResult = MsalAuthenticationResult & {
  /** Which way the token came. */
  readonly route: Route;
};

/**
 * A broker's answer in msal-node's shape.
 *
 * @throws BrokerError `account_mismatch` when it is the token of another account than the one asked for.
 */
export function toAuthenticationResult(
  response: TokenResponse,
  { request, state }: Prepared<InteractiveTokenRequest>,
): AuthenticationResult {
  // With these two prompts the person chooses who signs in, and the account is a suggestion.
  const chosen = request.prompt === "select_account" || request.prompt === "create";
  if (request.account !== undefined && !chosen)
    requireSameAccount(request.account, response.account, request.correlationId);
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
  };
  if (extendedExpiresOn !== undefined) result.extExpiresOn = new Date(extendedExpiresOn);
  if (state !== undefined) result.state = state;
  return result;
}
