import type { TokenRequest, TokenResponse } from "@authbroker/core";
import { environmentOf, homeAccountIdOf, parseIdToken } from "@authbroker/core/broker";
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
import { ownerOf, statedHomeAccountId } from "./web-account.js";

type WebTokenResponse = NonNullable<TokenAnswer["response"]>;

/**
 * The token in an answer of the MSA plug-in, whose token is the whole answer of OAuth as `key=value&key=value`.
 *
 * @param now Milliseconds since 1970.
 * @throws BrokerError `broker_response_invalid`, or `account_mismatch`.
 */
export function msaToken(
  { token, account }: WebTokenResponse,
  asked: Pick<TokenRequest, "scopes">,
  now: number,
): TokenResponse {
  const fields = parseFields(token);
  requireBearer(property(fields, "token_type"));
  const idToken = requiredProperty(fields, "id_token");
  const idTokenClaims = parseIdToken(idToken);
  const homeAccountId = homeAccountOf(property(fields, "client_info"), account);
  return {
    accessToken: requiredProperty(fields, "access_token"),
    tokenType: "Bearer",
    idToken,
    idTokenClaims,
    expiresOn: expiry(property(fields, "expires_in"), now),
    scopes: scopesIn(property(fields, "scope")) ?? asked.scopes,
    account: ownerOf(account, homeAccountId, idTokenClaims, environmentOf(undefined)),
  };
}

function homeAccountOf(clientInfo: string | undefined, account: WebTokenResponse["account"]): string {
  const homeAccountId =
    clientInfo === undefined ? account && statedHomeAccountId(account) : homeAccountIdOf(clientInfo);
  if (homeAccountId === undefined) throw invalid('"client_info" is missing or empty');
  return homeAccountId;
}

function expiry(expiresIn: string | undefined, now: number): number {
  const lifetime = expiresIn === undefined ? 0 : seconds("expires_in", expiresIn);
  return lifetime === 0 ? UNKNOWN_TIME : checkedTime("expires_in", now + lifetime * 1000);
}

/** Only the first `=` parts a pair: tokens end in some. Two values of one name are an answer nobody can understand. */
function parseFields(token: string): Readonly<Record<string, string>> {
  const fields = new Map<string, string>();
  for (const pair of token === "" ? [] : token.split("&")) {
    const at = pair.indexOf("=");
    if (at < 0) throw invalid("its token is no list of names and values");
    const name = pair.slice(0, at);
    if (fields.has(name)) throw invalid("its token has a name twice");
    fields.set(name, decoded(pair.slice(at + 1)));
  }
  return Object.fromEntries(fields);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // The function's own message says nothing more.
    throw invalid("its token has a value that is not encoded as in a URL");
  }
}
