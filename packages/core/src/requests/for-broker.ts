import type { BrokerRequest, InteractiveTokenRequest, TokenRequest } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import type { InteractiveCall } from "./interactive-call.js";
import type { SilentCall, TokenCall } from "./token-call.js";

/** What of the client goes into every request to a broker. */
export interface BrokerDefaults {
  readonly clientId: string;
  /** The redirect URI of the broker in use. */
  readonly redirectUri: string;
}

/** What every request to a broker carries. */
export function brokerRequest(correlationId: string, client: BrokerDefaults): BrokerRequest {
  return { clientId: client.clientId, redirectUri: client.redirectUri, correlationId };
}

/** A silent request as the contract carries it. */
export function silentForBroker(call: SilentCall, client: BrokerDefaults): TokenRequest {
  const request = tokenRequest(call, client);
  return call.forceRefresh ? { ...request, forceRefresh: true } : request;
}

/**
 * An interactive request as the contract carries it.
 *
 * @throws BrokerError `request_unsupported` for a field that brokers have no place for.
 */
export function interactiveForBroker(call: InteractiveCall, client: BrokerDefaults): InteractiveTokenRequest {
  const { prompt, parentWindow, domainHint } = call;
  refuse(call, "sid", 'Give "loginHint" instead.');
  refuse(call, "nonce", "The broker makes one of its own.");
  const request = tokenRequest(call, client);
  const extraQueryParameters =
    domainHint === undefined
      ? request.extraQueryParameters
      : { ...request.extraQueryParameters, domain_hint: domainHint };
  return {
    ...request,
    scopes: withExtraScopes(call),
    ...(extraQueryParameters === undefined ? {} : { extraQueryParameters }),
    ...(prompt === undefined || prompt === "none" ? {} : { prompt }),
    ...(parentWindow === undefined ? {} : { parentWindow }),
  };
}

function tokenRequest(call: TokenCall, client: BrokerDefaults): TokenRequest {
  const { claimsForBroker: claims } = call;
  const extraQueryParameters = parametersOf(call);
  return {
    clientId: client.clientId,
    redirectUri: call.redirectUri ?? client.redirectUri,
    correlationId: call.correlationId,
    authority: call.authority,
    scopes: call.scopes,
    ...(call.account?.source === "broker" ? { account: call.account.account } : {}),
    ...(claims === undefined ? {} : { claims }),
    ...(call.loginHint === undefined ? {} : { loginHint: call.loginHint }),
    ...(extraQueryParameters === undefined ? {} : { extraQueryParameters }),
    ...(call.pop === undefined ? {} : { pop: call.pop }),
  };
}

/** The later wins, as in msal-node. */
function parametersOf({
  extraQueryParameters,
  extraParameters,
  resource,
}: TokenCall): Readonly<Record<string, string>> | undefined {
  if (extraQueryParameters === undefined && extraParameters === undefined && resource === undefined) {
    return undefined;
  }
  return { ...extraQueryParameters, ...extraParameters, ...(resource === undefined ? {} : { resource }) };
}

/**
 * A broker's request has one list of scopes, and a token is for one resource: further scopes of that resource are asked
 * for along with the others, those of another resource have no place.
 */
function withExtraScopes({ scopes, extraScopesToConsent = [] }: InteractiveCall): readonly string[] {
  const resources = new Set(scopes.map(resourceOf));
  const stray = extraScopesToConsent.find((scope) => !resources.has(resourceOf(scope)));
  if (stray === undefined) return [...new Set([...scopes, ...extraScopesToConsent])];
  throw new BrokerError("request_unsupported", {
    message: `the broker route cannot honour "extraScopesToConsent" for another resource than that of "scopes", and does not silently drop it`,
    hint: 'Leave them out of "extraScopesToConsent", and ask for them in a request of their own.',
  });
}

/** What a scope is for: `api://notes/Read` is for `api://notes`; a scope without a resource is for Microsoft Graph. */
function resourceOf(scope: string): string {
  const slash = scope.lastIndexOf("/");
  return slash < 0 ? "https://graph.microsoft.com" : scope.slice(0, slash).toLowerCase();
}

function refuse(call: InteractiveCall, field: "nonce" | "sid", hint: string): void {
  if (call[field] === undefined) return;
  throw new BrokerError("request_unsupported", {
    message: `the broker route cannot honour "${field}", and does not silently drop it`,
    hint: `Leave "${field}" out of the request. ${hint}`,
  });
}
