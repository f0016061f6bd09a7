import type { AccountInfo, AuthenticationResult, BrokerProbe } from "@authbroker/core";
import type { BridgeAccount, BridgeProbe, SignInResult, TokenResult } from "./bridge.js";

// Each takes the fields over by name: what msal-node or a broker adds to an account or a result, an ID token say, is not
// for a page.

/** An account as a page gets it. */
export function bridgeAccount(account: AccountInfo): BridgeAccount {
  const { homeAccountId, localAccountId, environment, tenantId, username, name, source } = account;
  const known = { homeAccountId, localAccountId, environment, tenantId, username, source };
  return name === undefined ? known : { ...known, name };
}

/** A sign-in as a page gets it. */
export function signInResult(result: AuthenticationResult): SignInResult {
  const { account, scopes, route, routeReason, correlationId } = result;
  return { account: account && bridgeAccount(account), scopes, route, routeReason, correlationId };
}

/** A token as a page gets it. */
export function tokenResult(result: AuthenticationResult): TokenResult {
  const { accessToken, tokenType, expiresOn, fromCache } = result;
  return { ...signInResult(result), accessToken, tokenType, expiresOn, fromCache };
}

/**
 * A probe as a page gets it: what is wrong and what mends it, as a person is to read them, which may name a file or an address
 * of this machine. The error behind it and process ids are for the main process.
 */
export function bridgeProbe(probe: BrokerProbe): BridgeProbe {
  if (probe.available) {
    const { available, running, version, limits } = probe;
    return { available, running, ...(version && { version }), ...(limits && { limits }) };
  }
  const { available, reason, message, fix } = probe;
  return { available, reason, message, ...(fix && { fix }) };
}
