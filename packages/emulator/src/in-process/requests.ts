import { BrokerError, type PopParameters, type TokenRequest } from "@authbroker/core";
import { isAnyTenant } from "../config/identifiers.js";
import { checkApp } from "../directory/checks.js";
import type { BrokerTokenRequest } from "../directory/broker-tokens.js";
import type { Directory } from "../directory/directory.js";
import type { User } from "../directory/users.js";
import type { HttpRequestToSign } from "../tokens/signed-request.js";

/**
 * A token request of the contract, as the directory is asked.
 *
 * @throws Refusal for an app registration that does not fit; BrokerError `request_unsupported` for `pop` without a URL.
 */
export function tokenRequest(
  directory: Directory,
  request: TokenRequest,
  answerAs: (user: User) => User,
): BrokerTokenRequest {
  const { pop } = request;
  return {
    app: checkApp(directory, request.clientId, request.redirectUri),
    authority: authorityOf(request),
    scopes: request.scopes,
    claims: request.claims ?? "",
    renew: request.forceRefresh === true,
    proof: pop === undefined ? undefined : requestToSign(pop),
    answerAs,
  };
}

/** With an account, an authority for any tenant becomes that of the account's tenant, as broker packages have it. */
function authorityOf({ authority, account }: TokenRequest): string {
  const tenantAt = authority.lastIndexOf("/") + 1;
  if (account === undefined || !isAnyTenant(authority.slice(tenantAt))) return authority;
  return authority.slice(0, tenantAt) + account.tenantId;
}

function requestToSign(pop: PopParameters): HttpRequestToSign {
  const { resourceRequestMethod, resourceRequestUri, shrNonce = "", shrClaims = "" } = pop;
  const url = URL.canParse(resourceRequestUri) ? new URL(resourceRequestUri) : undefined;
  if (!url?.host) {
    throw new BrokerError("request_unsupported", {
      message: '"resourceRequestUri" is not an absolute URL with a host, and a proof of possession names one',
      hint: "Give the whole URL of the request to the resource, from https:// on.",
    });
  }
  return {
    httpMethod: resourceRequestMethod,
    uriHost: url.host,
    uriPath: url.pathname,
    nonce: shrNonce,
    clientClaims: shrClaims,
  };
}
