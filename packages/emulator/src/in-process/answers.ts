import type { BrokerAccount, TokenResponse } from "@authbroker/core";
import { parseIdToken } from "@authbroker/core/broker";
import type { BrokerToken } from "../directory/broker-tokens.js";
import { homeAccountIdOf, profileIn, type User } from "../directory/users.js";

/** Where brokers' accounts live, as broker packages report it. */
const ENVIRONMENT = "login.microsoftonline.com";

/** An account, as a tenant knows the user. */
export function accountAnswer(user: User, tenantId: string = user.tenantId): BrokerAccount {
  const homeAccountId = homeAccountIdOf(user);
  return {
    nativeAccountId: homeAccountId,
    homeAccountId,
    localAccountId: profileIn(user, tenantId).oid,
    tenantId,
    environment: ENVIRONMENT,
    username: user.username,
    name: user.name,
  };
}

/** A token, and whose it is. */
export function tokenAnswer({
  user,
  tenantId,
  tokens,
  accessToken,
  isProof,
  scopes,
}: BrokerToken): TokenResponse {
  return {
    accessToken,
    tokenType: isProof ? "pop" : "Bearer",
    idToken: tokens.idToken,
    idTokenClaims: parseIdToken(tokens.idToken),
    expiresOn: tokens.expiresOn,
    extendedExpiresOn: tokens.extendedExpiresOn,
    scopes,
    account: accountAnswer(user, tenantId),
  };
}
