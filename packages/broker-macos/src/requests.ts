import {
  type BrokerAccount,
  type BrokerAccountsRequest,
  BrokerError,
  type BrokerRequest,
  type BrokerSignOutRequest,
  type InteractiveTokenRequest,
  type TokenRequest,
} from "@authbroker/core";
import { authorityOfTenant, sendableText } from "@authbroker/core/broker";
import type { SsoRequest } from "./addon.js";
import { splitCapabilities } from "./claims.js";
import type { Operation } from "./protocol.js";
import { VERSION } from "./version.js";
import { viewOf } from "./view.js";

/** An operation that is still to get its URL and its time limit. */
export interface SsoOperation extends Omit<SsoRequest, "timeoutMs" | "url"> {
  readonly operation: Operation;
}

/** What goes into a token request beside what was asked for. */
export interface TokenParameters {
  /** The kind of Microsoft's client that the broker takes this one for; empty for none. */
  readonly clientSku: string;
  /** `req_cnf`: base64url of the JSON object that names the key of a proof of possession. */
  readonly keyToBind?: string | undefined;
  /** When the request is made. */
  readonly now: Date;
}

/** The version of the protocol; the extension refuses a request without it. */
const PROTOCOL_VERSION = "4";

/** Scopes of OpenID Connect, which every request asks for in a field of their own. */
const OIDC_SCOPES: readonly string[] = ["openid", "profile", "offline_access"];

/** Options by name, in order; one that is undefined is left out. */
type Options = Readonly<Record<string, string | undefined>>;

/** Asks for the accounts that are signed in to the broker. */
export function accountsRequest(request: BrokerAccountsRequest): SsoOperation {
  return silently("get_accounts_operation", {
    ...common(request),
    client_id: sendableText("clientId", request.clientId),
    signed_in_accounts_only: "1",
  });
}

/** Asks for the account that the broker takes when none is named. */
export function defaultAccountRequest(request: Pick<BrokerRequest, "correlationId">): SsoOperation {
  return silently("get_default_account", common(request));
}

/** Asks what the broker, and this device, can do. */
export function deviceInfoRequest(request: Pick<BrokerRequest, "correlationId">): SsoOperation {
  return silently("get_device_info", common(request));
}

/** Has the broker forget an account for this application; the device stays signed in. */
export function removeAccountRequest(request: BrokerSignOutRequest): SsoOperation {
  return silently("remove_account_operation", {
    ...common(request),
    client_id: sendableText("clientId", request.clientId),
    ...accountOptions(request.account),
  });
}

/**
 * Asks for a token without a window. The extension refuses a request that names nobody.
 *
 * @throws BrokerError `request_unsupported` that names the field.
 */
export function silentRequest(request: TokenRequest, parameters: TokenParameters): SsoOperation {
  return silently("refresh", {
    ...tokenOptions(request, request.account, parameters),
    force_refresh: request.forceRefresh === true ? "1" : "0",
  });
}

/**
 * Asks for a token, with the broker's window where it needs one.
 *
 * @throws BrokerError `request_unsupported` that names the field.
 */
export function interactiveRequest(
  request: InteractiveTokenRequest,
  parameters: TokenParameters,
): SsoOperation {
  const { prompt } = request;
  const view = viewOf(request.parentWindow);
  // With these prompts the person chooses who signs in. The broker would refuse whoever is not the account that was named.
  const anybody = prompt === "select_account" || prompt === "create";
  const options = {
    ...tokenOptions(request, anybody ? undefined : request.account, parameters),
    force_refresh: "0",
    // Empty is "only if it is needed".
    prompt: prompt === undefined ? "" : sendableText("prompt", prompt),
  };
  return {
    operation: "login",
    options: pairs(options),
    userInterface: true,
    ...(view === undefined ? {} : { view }),
  };
}

function silently(operation: Operation, options: Options): SsoOperation {
  return { operation, options: pairs(options), userInterface: false };
}

function pairs(options: Options): SsoOperation["options"] {
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

/** What every request carries. There is no broker key: it takes an entitlement that only Microsoft's own programs have. */
function common({ correlationId }: Pick<BrokerRequest, "correlationId">): Options {
  return {
    msg_protocol_ver: PROTOCOL_VERSION,
    client_sdk: "sdk_msal",
    client_version: VERSION,
    "x-client-xtra-sku": `authbroker|${VERSION},|,|,|,|`,
    // Apple writes a UUID in upper case.
    correlation_id: sendableText("correlationId", correlationId).toUpperCase(),
  };
}

function tokenOptions(
  request: InteractiveTokenRequest,
  account: BrokerAccount | undefined,
  { clientSku, keyToBind, now }: TokenParameters,
): Options {
  const authority = sendableText("authority", request.authority);
  const { claims, capabilities } = splitCapabilities(request.claims);
  return {
    ...common(request),
    authority:
      account === undefined
        ? authority
        : authorityOfTenant(authority, sendableText("account.tenantId", account.tenantId)),
    provider_type: "provider_aad_v2",
    client_id: sendableText("clientId", request.clientId),
    redirect_uri: sendableText("redirectUri", request.redirectUri),
    scope: resourceScopes(request.scopes),
    extra_oidc_scopes: OIDC_SCOPES.join(" "),
    ...accountOptions(account),
    ...loginHintOption(request.loginHint, account),
    claims,
    client_capabilities: capabilities,
    extra_query_param: formOf(request.extraQueryParameters),
    instance_aware: "0",
    skip_validate_result_account: "0",
    request_sent_timestamp: (now.getTime() / 1000).toFixed(10),
    client_sku: clientSku === "" ? undefined : clientSku,
    token_type: keyToBind === undefined ? undefined : "Pop",
    req_cnf: keyToBind,
  };
}

/** The scopes of the resource; undefined where only those of OpenID Connect are asked for. */
function resourceScopes(scopes: readonly string[]): string | undefined {
  const asked = scopes.map((scope, index) => sendableText(`scopes[${index}]`, scope));
  return asked.filter((scope) => !OIDC_SCOPES.includes(scope.toLowerCase())).join(" ") || undefined;
}

function accountOptions(account: BrokerAccount | undefined): Options {
  if (account === undefined) return {};
  return {
    username: sendableText("account.username", account.username),
    home_account_id: sendableText("account.homeAccountId", account.homeAccountId),
  };
}

/** There is one field for a user's name, and beside an account it has to be the account's. */
function loginHintOption(loginHint: string | undefined, account: BrokerAccount | undefined): Options {
  if (loginHint === undefined) return {};
  const username = sendableText("loginHint", loginHint);
  if (account === undefined) return { username };
  if (username.toLowerCase() === account.username.toLowerCase()) return {};
  throw new BrokerError("request_unsupported", {
    message: '"loginHint" and "account" name two users, and the broker of macOS can be told of one',
    hint: 'Leave "loginHint" out of the request: "account" says who signs in.',
  });
}

/** `application/x-www-form-urlencoded`; undefined where there is nothing. */
function formOf(parameters: TokenRequest["extraQueryParameters"] = {}): string | undefined {
  const checked = Object.entries(parameters).map(([name, value]): [string, string] => [
    sendableText("extraQueryParameters", name),
    sendableText(`extraQueryParameters.${name}`, value),
  ]);
  return new URLSearchParams(checked).toString() || undefined;
}
