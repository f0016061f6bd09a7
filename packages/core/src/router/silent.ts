import type { AccountInfo as MsalAccountInfo } from "@azure/msal-node";
import type { Broker, CallOptions, TokenRequest, TokenResponse } from "../contract.js";
import { silentForBroker } from "../requests/for-broker.js";
import type { SilentCall } from "../requests/token-call.js";
import { type AuthenticationResult, toAuthenticationResult } from "../results.js";
import { type Limits, settle, withSignal } from "../settle.js";
import type { Client } from "./client.js";
import { decideSilent, type PassedOver } from "./decide.js";
import { noRoute, passedOverText } from "./reason.js";
import { situationOf } from "./situation.js";

/**
 * A silent call, from the source that its account is of.
 *
 * @throws BrokerError
 */
export async function routeSilent(client: Client, call: SilentCall): Promise<AuthenticationResult> {
  const { route, passedOver } = decideSilent(situationOf(client, call));
  const { account } = call;
  const broker = client.usableBroker;
  if (route === "broker" && broker !== undefined) return fromBroker(client, broker, call);
  if (route === "cache" && account.source === "cache")
    return fromCache(client, call, account.account, passedOver);
  throw noRoute(passedOver, call, adviceFor(call));
}

function fromBroker(client: Client, broker: Broker, call: SilentCall): Promise<AuthenticationResult> {
  const request = silentForBroker(call, client.brokerDefaults);
  const reason =
    call.account.source === "os" ? "the broker's default account was asked for" : ACCOUNT_OF_BROKER;
  client.logger.info(() => `acquireTokenSilent takes the broker: ${reason}`, call.correlationId);
  return resultOf(askBroker(client, broker, request, call.limits), request, call.state, reason);
}

async function resultOf(
  response: Promise<TokenResponse>,
  request: TokenRequest,
  state: string | undefined,
  reason: string,
): Promise<AuthenticationResult> {
  return toAuthenticationResult(await response, request, state, reason);
}

const ACCOUNT_OF_BROKER = "the account is the broker's";

/** Each proof of possession is for one request to a resource, and none is another's; all else can be shared. */
function askBroker(
  { brokerCalls }: Client,
  broker: Broker,
  request: TokenRequest,
  limits: Limits,
): Promise<TokenResponse> {
  const ask = (options: CallOptions): Promise<TokenResponse> => broker.acquireTokenSilent(request, options);
  return request.pop === undefined ? brokerCalls.share(keyOf(request), limits, ask) : settle(ask, limits);
}

async function fromCache(
  client: Client,
  call: SilentCall,
  account: MsalAccountInfo,
  passedOver: readonly PassedOver[],
): Promise<AuthenticationResult> {
  const { acquireSilently } = await import("../local/silent.js");
  const { refusePop, toResult } = await import("../local/acquire.js");
  refusePop(call, "cache");
  const reason = passedOverText(passedOver);
  client.logger.info(() => `acquireTokenSilent takes the cache: ${reason}`, call.correlationId);
  const limits = withSignal(call.limits);
  const result = await client.localCalls.share(localKeyOf(call, account), limits, async (options) => {
    const local = await client.local();
    return acquireSilently(local, call, account, options.signal ?? limits.signal);
  });
  return toResult(result, call, "cache", reason);
}

/** Everything of a request that its answer depends on. */
function keyOf(request: TokenRequest): string {
  const { account, authority, claims, extraQueryParameters, forceRefresh, redirectUri, scopes } = request;
  return JSON.stringify([
    account,
    authority,
    scopes.length === 1 ? scopes : scopes.toSorted(),
    claims,
    forceRefresh,
    extraQueryParameters,
    redirectUri,
  ]);
}

function localKeyOf(call: SilentCall, { homeAccountId, environment, tenantId }: MsalAccountInfo): string {
  return JSON.stringify([
    [homeAccountId, environment, tenantId],
    call.authority,
    call.scopes.toSorted(),
    call.claims,
    call.forceRefresh,
    call.extraParameters,
    call.extraQueryParameters,
    call.resource,
  ]);
}

function adviceFor({ account }: SilentCall): string {
  switch (account.source) {
    case "broker":
      return "The broker's account is served by the broker alone: sign in with acquireTokenInteractive and no account to take another route.";
    case "cache":
      return 'The account is not the broker\'s, and "broker.required" is set: sign in with acquireTokenInteractive and no account.';
    case "os":
      return "The operating system's default account is served by the broker alone.";
  }
}
