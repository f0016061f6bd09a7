import type { AccountInfo, AuthenticationResult, SilentFlowRequest } from "@azure/msal-node";
import { findCachedToken, toCachedResult } from "../cache/cached-token.js";
import { sameCloud } from "../cache/clouds.js";
import { BrokerError } from "../errors/broker-error.js";
import type { ErrorCode } from "../errors/codes.js";
import { isEntraAuthority } from "../requests/authority.js";
import type { SilentCall } from "../requests/token-call.js";
import type { LocalClient } from "./local-client.js";
import { learnTenant, tenantOfCall, type TokenTenant } from "./tenant.js";

/** Failures of a refresh that leave a token which is merely due to be refreshed as good as it was. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "no_network_connectivity",
  "request_throttled",
  "server_unavailable",
]);

/**
 * A token from msal-node's cache, or one that its refresh token brings.
 *
 * The cache is looked at here and msal-node is only asked to refresh: its own look-up copies the whole cache, and answers
 * with a token of the account's home tenant whichever tenant the request's authority names.
 *
 * @throws BrokerError
 */
export async function acquireSilently(
  client: LocalClient,
  call: SilentCall,
  account: AccountInfo,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  const where = tenantOfCall(call, account, client);
  const mayBeCached = !call.forceRefresh && call.claims === undefined;
  const cached = mayBeCached ? await look(client, call, account, where) : undefined;
  if (cached !== undefined) return cached;
  try {
    return await refresh(client, call, account, where, signal);
  } catch (error) {
    // A token that is due to be refreshed is good for a while yet, which is why it is refreshed early.
    const passing = error instanceof BrokerError && PASSING.has(error.errorCode);
    const due = mayBeCached && passing ? await look(client, call, account, where, true) : undefined;
    if (due === undefined) throw error;
    return due;
  }
}

async function look(
  { cache, clientId, logAs }: LocalClient,
  { correlationId, resource, scopes }: SilentCall,
  { homeAccountId, environment }: AccountInfo,
  { tenantId, authority }: TokenTenant,
  acceptDue = false,
): Promise<AuthenticationResult | undefined> {
  if (tenantId === undefined) return undefined;
  if (isEntraAuthority(authority) && !sameCloud(new URL(authority).host, environment)) return undefined;
  const token = findCachedToken(await logAs(correlationId, () => cache.read()), {
    clientId,
    homeAccountId,
    tenantId,
    environment,
    scopes,
    resource,
    now: Date.now(),
    acceptDue,
  });
  return token && toCachedResult(token, { authority, correlationId });
}

async function refresh(
  client: LocalClient,
  call: SilentCall,
  account: AccountInfo,
  { tenantId, authority }: TokenTenant,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  const { correlationId, claims, scopes, resource, extraParameters, extraQueryParameters } = call;
  const { homeAccountId } = account;
  const request: SilentFlowRequest = {
    account: tenantId === undefined ? account : { ...account, tenantId },
    authority,
    correlationId,
    forceRefresh: true,
    scopes: [...scopes],
    ...(claims === undefined ? {} : { claims }),
    ...(resource === undefined ? {} : { resource }),
    ...(extraParameters === undefined ? {} : { extraParameters: { ...extraParameters } }),
    ...(extraQueryParameters === undefined ? {} : { extraQueryParameters: { ...extraQueryParameters } }),
  };
  const expected = {
    homeAccountId,
    ...(tenantId === undefined || !isEntraAuthority(authority) ? {} : { tenantId }),
  };
  const result = await client.network.run(
    { signal, correlationId, clientId: client.clientId, authority, expected },
    () => client.msal.acquireTokenSilent(request),
  );
  learnTenant(client, authority, result.tenantId);
  return result;
}
