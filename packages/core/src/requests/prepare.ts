import { toBrokerAccount } from "../accounts.js";
import type { CheckedConfiguration } from "../configuration.js";
import type {
  BrokerPrompt,
  BrokerRequest,
  InteractiveTokenRequest,
  ProbeOptions,
  SignOutRequest as BrokerSignOutRequest,
  TokenRequest,
} from "../contract.js";
import type { Limits } from "../settle.js";
import { readWindowHandle } from "../window-handle.js";
import { parseAuthority } from "./authority.js";
import {
  describe,
  requireNonEmptyString,
  requireObject,
  requireScopes,
  requireStringRecord,
  requireTimeout,
  requireUuid,
} from "./check.js";
import { mergeClaims } from "./claims.js";
import { newCorrelationId } from "./correlation-id.js";
import type { AccountsRequest, InteractiveRequest, SignOutRequest, SilentRequest } from "./types.js";
import { refuseUnsupportedFields } from "./unsupported.js";

/** A request that was checked, as the contract carries it, and how long it may take. */
export interface Prepared<Request extends BrokerRequest> {
  readonly request: Request;
  readonly limits: Limits;
  /** msal-node's opaque value, which comes back with the result. */
  readonly state: string | undefined;
}

/** What of the client goes into every request. */
export type ClientContext = Pick<CheckedConfiguration, "clientId" | "authority" | "clientCapabilities"> & {
  /** The redirect URI of the broker in use. */
  readonly redirectUri: string;
};

const PROBE_TIMEOUT_MS = 5_000;
const SILENT_TIMEOUT_MS = 30_000;
const INTERACTIVE_TIMEOUT_MS = 300_000;
const OIDC_SCOPES = ["openid", "profile", "offline_access"];

/** @throws TypeError that names the argument, or BrokerError `request_unsupported`. */
export function prepareSilent(request: SilentRequest, client: ClientContext): Prepared<TokenRequest> {
  requireObject("request", request);
  refuseUnsupportedFields("silent", request);
  const { forceRefresh } = request;
  if (forceRefresh !== undefined && typeof forceRefresh !== "boolean") {
    throw new TypeError(`"forceRefresh" must be a boolean; received ${describe(forceRefresh)}`);
  }
  const account = toBrokerAccount("account", request.account);
  return prepareToken(request, request.scopes, client, SILENT_TIMEOUT_MS, (common) => ({
    ...common,
    account,
    ...(forceRefresh === true ? { forceRefresh } : {}),
  }));
}

/**
 * A request for `acquireTokenInteractive`; with `prompt: "none"` it is to be carried out silently.
 *
 * @throws TypeError that names the argument, or BrokerError `request_unsupported`.
 */
export function prepareInteractive(
  request: InteractiveRequest,
  client: ClientContext,
): Prepared<InteractiveTokenRequest> & { readonly silent: boolean } {
  requireObject("request", request);
  refuseUnsupportedFields("interactive", request);
  const prompt = checkPrompt(request.prompt);
  const parentWindow = checkParentWindow(request);
  const account = request.account === undefined ? undefined : toBrokerAccount("account", request.account);
  const prepared = prepareToken(
    request,
    request.scopes ?? OIDC_SCOPES,
    client,
    prompt === "none" ? SILENT_TIMEOUT_MS : INTERACTIVE_TIMEOUT_MS,
    (common) => ({
      ...common,
      ...(account === undefined ? {} : { account }),
      ...(prompt === undefined || prompt === "none" ? {} : { prompt }),
      ...(parentWindow === undefined ? {} : { parentWindow }),
    }),
  );
  return { ...prepared, silent: prompt === "none" };
}

/** @throws TypeError that names the argument. */
export function prepareAccounts(request: AccountsRequest, client: ClientContext): Prepared<BrokerRequest> {
  requireObject("request", request);
  const common = brokerRequest(request.correlationId, client);
  return { request: common, limits: checkLimits(request, SILENT_TIMEOUT_MS, common), state: undefined };
}

/** @throws TypeError that names the argument. */
export function prepareProbe(options: ProbeOptions, client: ClientContext): Prepared<BrokerRequest> {
  requireObject("options", options);
  if (options.start !== undefined && typeof options.start !== "boolean") {
    throw new TypeError(`"start" must be a boolean; received ${describe(options.start)}`);
  }
  const common = brokerRequest(undefined, client);
  return { request: common, limits: checkLimits(options, PROBE_TIMEOUT_MS, common), state: undefined };
}

/** @throws TypeError that names the argument. */
export function prepareSignOut(
  request: SignOutRequest,
  client: ClientContext,
): Prepared<BrokerSignOutRequest> {
  requireObject("request", request);
  const account = toBrokerAccount("account", request.account);
  const { request: common, ...rest } = prepareAccounts(request, client);
  return { ...rest, request: { ...common, account } };
}

type TokenFields = Pick<
  InteractiveRequest,
  | "authority"
  | "claims"
  | "correlationId"
  | "extraParameters"
  | "extraQueryParameters"
  | "loginHint"
  | "redirectUri"
  | "signal"
  | "timeoutMs"
> & { readonly state?: string };

function prepareToken<Request extends TokenRequest>(
  fields: TokenFields,
  scopes: readonly string[],
  client: ClientContext,
  timeoutMs: number,
  complete: (common: TokenRequest) => Request,
): Prepared<Request> {
  const { authority, loginHint, redirectUri, state } = fields;
  requireScopes("scopes", scopes);
  if (loginHint !== undefined) requireNonEmptyString("loginHint", loginHint);
  if (redirectUri !== undefined && redirectUri !== "") requireNonEmptyString("redirectUri", redirectUri);
  if (state !== undefined) requireNonEmptyString("state", state);
  const claims = mergeClaims(fields.claims, client.clientCapabilities);
  const extraQueryParameters = mergeParameters(fields);
  const common = brokerRequest(fields.correlationId, client);
  const request = complete({
    ...common,
    redirectUri: redirectUri || common.redirectUri,
    authority: authority === undefined ? client.authority : parseAuthority("authority", authority),
    scopes: [...scopes],
    ...(claims === undefined ? {} : { claims }),
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(extraQueryParameters === undefined ? {} : { extraQueryParameters }),
  });
  return { request, limits: checkLimits(fields, timeoutMs, common), state };
}

function brokerRequest(correlationId: unknown, client: ClientContext): BrokerRequest {
  return {
    clientId: client.clientId,
    redirectUri: client.redirectUri,
    correlationId:
      correlationId === undefined ? newCorrelationId() : requireUuid("correlationId", correlationId),
  };
}

function checkLimits(
  { signal, timeoutMs }: { readonly signal?: AbortSignal; readonly timeoutMs?: number },
  defaultTimeoutMs: number,
  { correlationId }: BrokerRequest,
): Limits {
  if (signal !== undefined && !isAbortSignal(signal)) {
    throw new TypeError(`"signal" must be an AbortSignal; received ${describe(signal)}`);
  }
  if (timeoutMs !== undefined) requireTimeout("timeoutMs", timeoutMs);
  return { signal, timeoutMs: timeoutMs ?? defaultTimeoutMs, correlationId };
}

/** By its shape: Electron and test environments have classes of the same name of their own. */
function isAbortSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === "object" &&
    value !== null &&
    "aborted" in value &&
    "addEventListener" in value &&
    typeof value.aborted === "boolean" &&
    typeof value.addEventListener === "function"
  );
}

/** The later wins, as in msal-node. */
function mergeParameters({
  extraQueryParameters,
  extraParameters,
}: TokenFields): Readonly<Record<string, string>> | undefined {
  if (extraQueryParameters !== undefined) requireStringRecord("extraQueryParameters", extraQueryParameters);
  if (extraParameters !== undefined) requireStringRecord("extraParameters", extraParameters);
  if (extraQueryParameters === undefined && extraParameters === undefined) return undefined;
  return { ...extraQueryParameters, ...extraParameters };
}

const PROMPTS: Readonly<Record<string, BrokerPrompt | "none">> = {
  login: "login",
  select_account: "select_account",
  consent: "consent",
  create: "create",
  none: "none",
};

function checkPrompt(prompt: unknown): BrokerPrompt | "none" | undefined {
  if (prompt === undefined) return undefined;
  const known = typeof prompt === "string" && Object.hasOwn(PROMPTS, prompt) ? PROMPTS[prompt] : undefined;
  if (known === undefined) {
    throw new TypeError(
      `"prompt" must be one of ${Object.keys(PROMPTS).join(", ")}; received ${describe(prompt)}`,
    );
  }
  return known;
}

function checkParentWindow({
  parentWindowHandle,
  windowHandle,
}: InteractiveRequest): bigint | "console" | undefined {
  if (parentWindowHandle !== undefined && windowHandle !== undefined) {
    throw new TypeError('"parentWindowHandle" and "windowHandle" mean the same; give one of them');
  }
  return parentWindowHandle === undefined
    ? readWindowHandle("windowHandle", windowHandle)
    : readWindowHandle("parentWindowHandle", parentWindowHandle);
}
