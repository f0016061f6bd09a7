import { type AskedAccount, checkAccount } from "../accounts.js";
import type { CheckedConfiguration } from "../configuration.js";
import type { PopParameters } from "../contract.js";
import type { Limits } from "../settle.js";
import { parseAuthority } from "./authority.js";
import { describe, requireNonEmptyString, requireObject, requireScopes, requireUuid } from "./check.js";
import { mergeClaims } from "./claims.js";
import { newCorrelationId } from "./correlation-id.js";
import { checkExtraParameters } from "./extra-parameters.js";
import { checkLimits, DEFAULT_TIMEOUT_MS } from "./limits.js";
import { checkPop } from "./pop.js";
import type { SilentRequest } from "./types.js";
import { refuseUnknownFields } from "./unsupported.js";

/**
 * A request for a token, checked and copied: what its caller does to the object afterwards changes nothing, and no route
 * changes the object.
 */
export interface TokenCall {
  readonly correlationId: string;
  readonly limits: Limits;
  /** The request's authority, or the client's. */
  readonly authority: string;
  readonly scopes: readonly string[];
  readonly account: AskedAccount | undefined;
  /** The caller's claims request, JSON text; msal-node adds the client's capabilities itself. */
  readonly claims: string | undefined;
  /** The same with the client's capabilities, for brokers. */
  readonly claimsForBroker: string | undefined;
  readonly loginHint: string | undefined;
  readonly redirectUri: string | undefined;
  readonly resource: string | undefined;
  readonly state: string | undefined;
  readonly extraQueryParameters: Readonly<Record<string, string>> | undefined;
  readonly extraParameters: Readonly<Record<string, string>> | undefined;
  readonly pop: PopParameters | undefined;
}

/** A silent request. */
export interface SilentCall extends TokenCall {
  readonly account: AskedAccount;
  readonly forceRefresh: boolean;
}

/** What of the client every request is completed with. */
export type ClientDefaults = Pick<CheckedConfiguration, "authority" | "clientCapabilities" | "isMcp">;

/** @throws TypeError that names the argument, or BrokerError `request_unsupported`. */
export function checkSilent(request: SilentRequest, client: ClientDefaults): SilentCall {
  requireObject("request", request);
  refuseUnknownFields("silent", request);
  const { account, forceRefresh, scopes } = request;
  if (forceRefresh !== undefined && typeof forceRefresh !== "boolean") {
    throw new TypeError(`"forceRefresh" must be a boolean; received ${describe(forceRefresh)}`);
  }
  if (account !== "os") requireObject("account", account, '"os"');
  return {
    ...checkTokenFields(request, scopes, client, DEFAULT_TIMEOUT_MS.silent),
    account: account === "os" ? { source: "os" } : checkAccount("account", account),
    forceRefresh: forceRefresh === true,
  };
}

/** The fields that requests for tokens share, as their caller gave them. */
type TokenFields = Pick<
  SilentRequest,
  | "authenticationScheme"
  | "authority"
  | "claims"
  | "correlationId"
  | "extraParameters"
  | "extraQueryParameters"
  | "redirectUri"
  | "resource"
  | "resourceRequestMethod"
  | "resourceRequestUri"
  | "shrClaims"
  | "shrNonce"
  | "signal"
  | "timeoutMs"
> & { readonly loginHint?: string; readonly state?: string };

/** @throws TypeError that names the argument. */
export function checkTokenFields(
  fields: TokenFields,
  scopes: readonly string[],
  client: ClientDefaults,
  timeoutMs: number,
): TokenCall {
  const { authority, claims, extraParameters, extraQueryParameters, resource } = fields;
  requireScopes("scopes", scopes);
  if (client.isMcp && resource === undefined) {
    throw new TypeError('"resource" must be given with every request, because "auth.isMcp" is set');
  }
  const correlationId = checkCorrelationId(fields.correlationId);
  return {
    correlationId,
    limits: checkLimits(fields, timeoutMs, correlationId),
    authority: authority === undefined ? client.authority : parseAuthority("authority", authority),
    scopes: [...scopes],
    account: undefined,
    claims: claims || undefined,
    claimsForBroker: mergeClaims(claims, client.clientCapabilities),
    loginHint: checkText("loginHint", fields.loginHint),
    redirectUri: checkText("redirectUri", fields.redirectUri || undefined),
    resource: checkText("resource", resource),
    state: checkText("state", fields.state),
    extraQueryParameters: checkExtraParameters("extraQueryParameters", extraQueryParameters),
    extraParameters: checkExtraParameters("extraParameters", extraParameters),
    pop: checkPop(fields),
  };
}

/** @throws TypeError that names the argument, unless it is a UUID; one is made where none is given. */
export function checkCorrelationId(correlationId: unknown): string {
  return correlationId === undefined ? newCorrelationId() : requireUuid("correlationId", correlationId);
}

/** @throws TypeError that names the argument, when it is given and no text. */
export function checkText(argument: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  requireNonEmptyString(argument, value);
  return value;
}
