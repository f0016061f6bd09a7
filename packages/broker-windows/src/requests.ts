import { BrokerError, type InteractiveTokenRequest, type TokenRequest } from "@authbroker/core";
import { defaultRedirectUri, splitAuthority } from "@authbroker/core/broker";
import type { TokenRequest as AddonTokenRequest } from "./addon.js";
import { forEntraPlugin } from "./extra-parameters.js";
import { ORGANIZATIONS, type ProviderChoice } from "./providers.js";
import { VERSION } from "./version.js";

/** A request for a token that is still to get its time limit. */
export type WebTokenRequest = Omit<AddonTokenRequest, "timeoutMs">;

/** Properties of a request; the system's cache counts each, so none is made anew for every request. */
type Properties = Readonly<Record<string, string>>;

/** Whom an interactive request is for: an account of Windows, a name to suggest, or whoever signs in. */
export interface Whom {
  /** The id of a `WebAccount`. */
  readonly accountId?: string | undefined;
  /** A user name. */
  readonly loginHint?: string | undefined;
}

/** Scopes that every request has, as in every MSAL. */
const OIDC_SCOPES = ["openid", "profile", "offline_access"];

/** Longer than any token lives, milliseconds: 24 days. */
const LONGER_THAN_ANY_TOKEN = 2 ** 31 - 1;

/**
 * The request of a silent call.
 *
 * @param accountId The `WebAccount` to ask for; without it, the account that Windows was signed in with.
 * @throws BrokerError `request_unsupported`, which names the field.
 */
export function silentRequest(
  request: TokenRequest,
  choice: ProviderChoice,
  accountId: string | undefined,
): WebTokenRequest {
  const properties = {
    ...commonProperties(request, choice, accountId === undefined),
    ...(request.forceRefresh === true ? refreshProperties(choice) : {}),
  };
  return {
    mode: "silent",
    promptType: "default",
    ...commonFields(request, choice, properties),
    ...(accountId === undefined ? {} : { accountId }),
  };
}

/**
 * The request of an interactive call.
 *
 * @param windowsAccountIsPersonal Whether the MSA plug-in has somebody without a new sign-in.
 * @throws BrokerError `request_unsupported`, which names the field.
 */
export function interactiveRequest(
  request: InteractiveTokenRequest,
  choice: ProviderChoice,
  { accountId, loginHint }: Whom,
  windowsAccountIsPersonal: boolean,
): WebTokenRequest {
  const { prompt, parentWindow } = request;
  const own =
    choice.plugin === "entra"
      ? entraPrompt(prompt, accountId)
      : msaPrompt(prompt, { accountId, loginHint }, windowsAccountIsPersonal);
  const forced = prompt !== undefined || Object.keys(own).length > 0;
  const properties = {
    ...commonProperties(request, choice, false),
    ...own,
    ...(loginHint === undefined ? {} : { LoginHint: loginHint }),
  };
  return {
    mode: "interactive",
    promptType: forced ? "force_authentication" : "default",
    ...commonFields(request, choice, properties),
    ...(accountId === undefined ? {} : { accountId }),
    ...(parentWindow === undefined ? {} : { parentWindow }),
  };
}

/** Without an account the plug-in has to ask who signs in; `select_account` is its own account picker. */
function entraPrompt(prompt: InteractiveTokenRequest["prompt"], accountId: string | undefined): Properties {
  return prompt === undefined && accountId !== undefined ? {} : { prompt: prompt ?? "select_account" };
}

/**
 * The MSA plug-in has no `prompt`: to authenticate is the prompt type, and to choose is to sign in anew.
 *
 * @throws BrokerError `request_unsupported` for `consent`, which it has no word for.
 */
function msaPrompt(
  prompt: InteractiveTokenRequest["prompt"],
  { accountId, loginHint }: Whom,
  windowsAccountIsPersonal: boolean,
): Properties {
  if (prompt === "consent") {
    throw unsupported(
      "prompt",
      'The broker for personal accounts cannot ask for consent by itself: leave prompt: "consent" out.',
    );
  }
  if (accountId !== undefined) return {};
  const chooses = prompt === "select_account" || prompt === "create" || loginHint !== undefined;
  if (!chooses && windowsAccountIsPersonal) return {};
  return { Client_uiflow: "new_account", ...(prompt === "create" ? { signup: "1" } : {}) };
}

function commonFields(
  request: TokenRequest,
  { plugin, provider }: ProviderChoice,
  own: Properties,
): Pick<WebTokenRequest, "clientId" | "correlationId" | "properties" | "provider" | "scope"> {
  const { clientId, correlationId, extraQueryParameters, scopes } = request;
  return {
    provider,
    clientId,
    correlationId,
    scope: scopeOf(scopes),
    // What a caller gives never takes the place of what this package sets; the names were checked.
    properties: {
      ...(plugin === "entra" ? forEntraPlugin(extraQueryParameters) : extraQueryParameters),
      ...own,
    },
  };
}

/** The scopes of the request, and those that every request has, which Entra knows in any case. */
function scopeOf(scopes: readonly string[]): string {
  const asked = new Set(scopes.map((scope) => scope.toLowerCase()));
  return [...scopes, ...OIDC_SCOPES.filter((scope) => !asked.has(scope))].join(" ");
}

function commonProperties(
  request: TokenRequest,
  choice: ProviderChoice,
  forWindowsAccount: boolean,
): Properties {
  const { claims, clientId, redirectUri } = request;
  return {
    ...(choice.plugin === "entra" ? entraProperties(choice, forWindowsAccount) : MSA_PROPERTIES),
    ...(claims === undefined ? {} : { claims }),
    // The broker's own redirect URI is known to the plug-ins and never sent.
    ...(redirectUri.toLowerCase() === defaultRedirectUri("windows", clientId).toLowerCase()
      ? {}
      : { redirect_uri: redirectUri }),
  };
}

function entraProperties({ authority, provider }: ProviderChoice, forWindowsAccount: boolean): Properties {
  const { base, tenant } = splitAuthority(authority);
  // Entra's plug-in fails for "organizations" in these two cases, and knows work accounts only all the same.
  const inCommon = tenant === "organizations" && (provider === ORGANIZATIONS || forWindowsAccount);
  return {
    wam_compat: "2.0",
    authority: inCommon ? `${base}/common/` : authority,
    validateAuthority: "yes",
    "x-client-SKU": "authbroker",
    "x-client-Ver": VERSION,
  };
}

/** The second version of the tokens, in the form that OAuth answers with, with `client_info`. */
const MSA_PROPERTIES: Properties = { "api-version": "2.0", oauth2_batch: "1", "x-client-info": "1" };

/**
 * There is no parameter to ask for a new token but the one that says how long an old one has to live to be given.
 *
 * @throws BrokerError `request_unsupported` for a personal account, whose plug-in has none at all.
 */
function refreshProperties({ plugin }: ProviderChoice): Properties {
  if (plugin === "entra") return { minimum_token_lifetime: String(LONGER_THAN_ANY_TOKEN) };
  throw unsupported(
    "forceRefresh",
    "For a personal account Windows itself decides when to fetch a new token.",
  );
}

function unsupported(field: string, hint: string): BrokerError {
  return new BrokerError("request_unsupported", {
    message: `the Web Account Manager cannot honour "${field}" of this request, and it is not silently dropped`,
    hint,
  });
}
