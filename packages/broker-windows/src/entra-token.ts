import type { TokenRequest, TokenResponse } from "@authbroker/core";
import { homeAccountIdOf, parseIdToken } from "@authbroker/core/broker";
import type { TokenAnswer } from "./addon.js";
import {
  checkedTime,
  invalid,
  property,
  requireBearer,
  requiredProperty,
  scopesIn,
  seconds,
  UNKNOWN_TIME,
} from "./answer.js";
import { environmentIn, ownerOf } from "./web-account.js";

/** From 1601-01-01, where Windows' time begins, to 1970-01-01. */
const SECONDS_BEFORE_1970 = 11_644_473_600;

type WebTokenResponse = NonNullable<TokenAnswer["response"]>;

/** Whether the plug-in left the ID token out: it does so for a hinted account that Windows does not know. */
export function lacksIdToken({ response }: TokenAnswer): boolean {
  return response !== undefined && property(response.properties, "wamcompat_id_token") === undefined;
}

/**
 * The token in an answer of the Entra plug-in.
 *
 * @throws BrokerError `broker_response_invalid`, or `account_mismatch`.
 */
export function entraToken(
  { token: accessToken, properties, account }: WebTokenResponse,
  asked: Pick<TokenRequest, "authority" | "scopes">,
): TokenResponse {
  if (accessToken === "") throw invalid("its token is empty");
  requireBearer(property(properties, "token_type"));
  const authority = requiredProperty(properties, "Authority");
  const idToken = requiredProperty(properties, "wamcompat_id_token");
  const idTokenClaims = parseIdToken(idToken);
  const homeAccountId = homeAccountIdOf(requiredProperty(properties, "wamcompat_client_info"));
  const extendedExpiresOn = extendedTime(property(properties, "ExtendedLifetimeToken"));
  return {
    accessToken,
    tokenType: "Bearer",
    idToken,
    idTokenClaims,
    expiresOn: windowsTime("TokenExpiresOn", property(properties, "TokenExpiresOn")),
    ...(extendedExpiresOn === UNKNOWN_TIME ? {} : { extendedExpiresOn }),
    scopes: scopesIn(property(properties, "wamcompat_scopes")) ?? asked.scopes,
    account: ownerOf(account, homeAccountId, idTokenClaims, environmentIn([authority, asked.authority])),
  };
}

/** Seconds since 1601 as milliseconds since 1970; what is not later than 1970 stands for a time that is not known. */
function windowsTime(name: string, value: string | undefined): number {
  const since1601 = value === undefined ? 0 : seconds(name, value);
  if (since1601 <= SECONDS_BEFORE_1970) return UNKNOWN_TIME;
  return checkedTime(name, (since1601 - SECONDS_BEFORE_1970) * 1000);
}

/** Nobody has published what else this property may hold; only a time is understood. */
function extendedTime(value: string | undefined): number {
  return value === undefined || !/^\d{11,14}$/.test(value)
    ? UNKNOWN_TIME
    : windowsTime("ExtendedLifetimeToken", value);
}
