import {
  type BrokerAccount,
  type BrokerAccountsRequest,
  BrokerError,
  type BrokerSignOutRequest,
  type InteractiveTokenRequest,
  type PopParameters,
  type TokenRequest,
} from "@authbroker/core";
import { authorityOfTenant, homeParts, resourceRequestUrl } from "@authbroker/core/broker";
import { AUTHORIZATION_TYPE } from "./protocol.js";
import { VERSION } from "./version.js";

/** A JSON object on its way to the broker. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Scopes that the broker adds by itself, and refuses when a client sends them. */
const RESERVED_SCOPES: ReadonlySet<string> = new Set(["openid", "profile", "offline_access"]);

/** X11 window ids have 29 bits, and brokers read them as 32. */
const LARGEST_WINDOW_ID = 0xffff_ffffn;

/** The request of `getAccounts`. */
export function accountsRequest({ clientId, redirectUri }: BrokerAccountsRequest): JsonObject {
  return { clientId, redirectUri };
}

/** The request of `removeAccount`. */
export function removeAccountRequest({ clientId, account }: BrokerSignOutRequest): JsonObject {
  return { account: accountObject(account), clientId };
}

/** The request of `getLinuxBrokerVersion`. */
export function versionRequest(): JsonObject {
  return { msalCppVersion: VERSION };
}

/** The request of `cancelInteractiveFlow`: the error that the flow is to end with. */
export function cancelRequest(): JsonObject {
  return {
    error: {
      context: "The interactive request was cancelled by the application",
      diagnostics: null,
      errorCode: 0,
      status: 7,
      subStatus: 0,
      tag: 0,
    },
  };
}

/**
 * The request of `acquireTokenSilently`.
 *
 * @param accessTokenToRenew The access token to replace, which makes the broker fetch a new one.
 * @throws BrokerError `request_unsupported` when a proof of possession is for a URL without a host.
 */
export function silentRequest(request: TokenRequest, accessTokenToRenew = ""): JsonObject {
  const account = request.account && accountObject(request.account);
  return withAccount(
    account,
    authParameters(request, account, {
      accessTokenToRenew,
      authorizationType: AUTHORIZATION_TYPE.silent,
      username: request.account?.username,
      queryParameters: {},
      interactive: {},
    }),
    {},
  );
}

/**
 * The request of `acquireTokenInteractively`.
 *
 * @param now When the flow starts.
 * @throws BrokerError `request_unsupported` when the parent window cannot be an X11 window, or a proof of possession is
 * for a URL without a host.
 */
export function interactiveRequest(request: InteractiveTokenRequest, now: Date): JsonObject {
  const { prompt } = request;
  // With these prompts the person signs in afresh: the account is not sent, as Microsoft's own client does not. With
  // "login" its name is, to suggest who is to sign in again.
  const afresh = prompt === "login" || prompt === "select_account" || prompt === "create";
  const account = request.account === undefined || afresh ? undefined : accountObject(request.account);
  const window = windowHandle(request.parentWindow);
  return withAccount(
    account,
    authParameters(request, account, {
      accessTokenToRenew: "",
      authorizationType: AUTHORIZATION_TYPE.interactive,
      username: afresh && prompt !== "login" ? undefined : request.account?.username,
      // Microsoft's client adds this when it names the account; its meaning is not published.
      queryParameters: account === undefined ? {} : { hsu: "1" },
      interactive: {
        onboardingBlob: onboardingBlob(request.correlationId, now),
        ...(prompt === undefined ? {} : { prompt }),
        ...(window === undefined ? {} : { parentWindow: { handle: window } }),
      },
    }),
    window === undefined ? {} : { parentWindowHandle: window },
  );
}

/** Brokers up to 2.0.1 look for the account at the root, later ones in `authParameters`: it is sent in both places. */
function withAccount(account: JsonObject | undefined, parameters: JsonObject, rest: JsonObject): JsonObject {
  return { ...(account === undefined ? {} : { account }), authParameters: parameters, ...rest };
}

/** What the two kinds of request do not share. */
interface OwnParameters {
  readonly accessTokenToRenew: string;
  readonly authorizationType: number;
  readonly username: string | undefined;
  readonly queryParameters: JsonObject;
  /** Fields that only interactive requests have. */
  readonly interactive: JsonObject;
}

function authParameters(
  request: TokenRequest,
  account: JsonObject | undefined,
  own: OwnParameters,
): JsonObject {
  return {
    accessTokenToRenew: own.accessTokenToRenew,
    account: account ?? null,
    additionalQueryParametersForAuthorization: {
      ...request.extraQueryParameters,
      ...own.queryParameters,
      "x-client-xtra-sku": `authbroker|${VERSION},|,|,|,|`,
    },
    authority:
      account === undefined || request.account === undefined
        ? request.authority
        : authorityOfTenant(request.authority, request.account.tenantId),
    authorizationType: own.authorizationType,
    clientId: request.clientId,
    decodedClaims: request.claims ?? "",
    enrollmentId: "",
    ...(account === undefined ? { isSignIn: true } : {}),
    isTestMode: false,
    password: "",
    popParams: request.pop === undefined ? null : popParams(request.pop),
    redirectUri: request.redirectUri,
    requestedScopes: request.scopes.filter((scope) => !RESERVED_SCOPES.has(scope.toLowerCase())),
    username: request.loginHint ?? own.username ?? "",
    uxContextHandle: -1,
    ...own.interactive,
  };
}

/**
 * The HTTP request to sign, as Microsoft's client describes it: the query is not signed. Whose token it is stands in the
 * account of the request, and not here.
 */
function popParams(pop: PopParameters): JsonObject {
  const { resourceRequestMethod, shrNonce = "", shrClaims = "" } = pop;
  const url = resourceRequestUrl(pop);
  return {
    clientClaims: shrClaims,
    homeAccountId: "",
    httpMethod: resourceRequestMethod,
    nonce: shrNonce,
    uriHost: url.host,
    uriPath: url.pathname,
  };
}

/** The account as Microsoft's client sends it; what is not known of it is an empty string. */
function accountObject(account: BrokerAccount): JsonObject {
  const { uid, utid } = homeParts(account.homeAccountId);
  return {
    alternativeAccountId: "",
    clientInfo: Buffer.from(JSON.stringify({ uid, utid })).toString("base64url"),
    environment: account.environment,
    familyName: "",
    givenName: "",
    homeAccountId: account.homeAccountId,
    homeEnvironment: "",
    localAccountId: account.localAccountId,
    middleName: "",
    name: account.name ?? "",
    passwordChangeUrl: "",
    passwordExpiry: 0,
    realm: account.tenantId,
    username: account.username,
  };
}

function windowHandle(parentWindow: InteractiveTokenRequest["parentWindow"]): number | undefined {
  // The broker's window has no parent from a terminal: nothing on X11 or Wayland says which window a terminal is.
  if (parentWindow === undefined || parentWindow === "console") return undefined;
  if (parentWindow > LARGEST_WINDOW_ID) {
    throw new BrokerError("request_unsupported", {
      message: `"parentWindowHandle" is no X11 window id: ${parentWindow} has more than 32 bits`,
    });
  }
  return Number(parentWindow);
}

function onboardingBlob(correlationId: string, now: Date): string {
  return JSON.stringify({
    onboarding_mode: "brokered",
    schema_version: "1.0.0",
    session_correlation_id: correlationId,
    steps_list: [{ step_id: "AuthenticationStarted", ts: now.toISOString() }],
  });
}
