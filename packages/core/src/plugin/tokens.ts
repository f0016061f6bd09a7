import type { AuthenticationResult as MsalResult } from "@azure/msal-node";
import type { Broker, CallOptions, InteractiveTokenRequest, TokenResponse } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import { ANY_TENANT, splitAuthority } from "../requests/authority.js";
import { interactiveForBroker } from "../requests/for-broker.js";
import { type InteractiveCall, userChooses } from "../requests/interactive-call.js";
import type { SilentCall } from "../requests/token-call.js";
import { type AuthenticationResult, toAuthenticationResult } from "../results.js";
import { announce } from "../router/announce.js";
import type { Client } from "../router/client.js";
import { decideSilent } from "../router/decide.js";
import { noRoute } from "../router/reason.js";
import { routeSilent } from "../router/silent.js";
import { situationOf } from "../router/situation.js";
import { settle, withSignal } from "../settle.js";
import { toMsalAccount } from "./accounts.js";

/**
 * A token without a window; identical calls at the same time are one.
 *
 * @throws BrokerError
 */
export async function tokenSilently(client: Client, call: SilentCall): Promise<MsalResult> {
  brokerFor(client, call);
  const result = await routeSilent(client, call);
  requireSameTenant(call, result);
  return toMsalResult(result);
}

/**
 * A token with the broker's window; with `prompt: "none"` without one.
 *
 * @throws BrokerError
 */
export async function tokenInteractively(client: Client, call: InteractiveCall): Promise<MsalResult> {
  const broker = brokerFor(client, call);
  const request = withWindow(broker, interactiveForBroker(call, client.brokerDefaults));
  const limits = withSignal(call.limits);
  const ask = async (options: CallOptions): Promise<TokenResponse> => {
    if (call.prompt === "none") return broker.acquireTokenSilent(request, options);
    await announce(call, "broker", options.signal ?? limits.signal);
    return broker.acquireTokenInteractive(request, options);
  };
  client.logger.info(() => "acquireTokenInteractive takes the broker", call.correlationId);
  const response = await settle(ask, limits);
  const result = toAuthenticationResult(response, request, call.state, "");
  if (!userChooses(call.prompt)) requireSameTenant(call, result);
  return toMsalResult(result);
}

/** msal-node's window handle is optional, and macOS' broker needs one: without it the broker's window stands for itself. */
function withWindow({ platform }: Broker, request: InteractiveTokenRequest): InteractiveTokenRequest {
  return platform === "macos" && request.parentWindow === undefined
    ? { ...request, parentWindow: "console" }
    : request;
}

/**
 * The broker, when it is the one to serve a call: msal-node hands every call to its plugin, those for other authorities
 * and other sources' accounts too, and does nothing else when the plugin refuses.
 *
 * @throws BrokerError `route_unavailable`.
 */
function brokerFor(client: Client, call: SilentCall | InteractiveCall): Broker {
  const { passedOver } = decideSilent(situationOf(client, call));
  const broker = client.usableBroker;
  if (broker !== undefined && passedOver.length === 0) return broker;
  throw noRoute(passedOver, call, adviceFor(call));
}

function adviceFor({ account }: SilentCall | InteractiveCall): string {
  return account?.source === "cache"
    ? "Call acquireTokenInteractive without the account, with its username as loginHint, to sign it in at the broker."
    : "Make a client without the plugin for what the broker does not serve.";
}

/**
 * An account that is a guest's is for the tenant it is a guest of, and the same person's token for another tenant is not
 * what was asked for, unless the authority asks for that tenant.
 *
 * @throws BrokerError `account_mismatch`.
 */
function requireSameTenant(call: SilentCall | InteractiveCall, { tenantId }: AuthenticationResult): void {
  const asked = call.account?.source === "broker" ? call.account.account.tenantId : tenantId;
  const { base, tenant } = splitAuthority(call.authority);
  if (!ANY_TENANT.has(tenant) || asked.toLowerCase() === tenantId.toLowerCase()) return;
  throw new BrokerError("account_mismatch", {
    message: `the broker answered with a token for another tenant than the account's, which "${tenant}" leaves open; the token was discarded`,
    hint: `Name the tenant in the request: authority: "${base}/${asked}".`,
    correlationId: call.correlationId,
  });
}

/** A result without what this library adds to msal-node's type. */
function toMsalResult({ route, routeReason, account, ...result }: AuthenticationResult): MsalResult {
  return { ...result, account: account && toMsalAccount(account) };
}
