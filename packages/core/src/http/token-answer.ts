import { isJsonObject, type JsonObject } from "../json.js";
import { isEntraAuthority } from "../requests/authority.js";
import { isOk, unusable } from "./answers.js";
import type { Exchange } from "./exchange.js";
import type { HttpAnswer } from "../errors/classify.js";
import { readOAuthError } from "../errors/oauth-error.js";

type Check = (value: unknown) => boolean;

/** Longest life of a token that is believed, seconds: no date is that far away, and a clock of 32 bits ends there. */
const LONGEST_LIFE = 2 ** 31;

const isString: Check = (value) => typeof value === "string";

const isNonEmptyString: Check = (value) => typeof value === "string" && value !== "";

/** AD FS, and Entra's first version, write their numbers as text. */
const isSeconds: Check = (value) =>
  (typeof value === "number" || (typeof value === "string" && /^\d{1,10}$/.test(value))) &&
  Number(value) >= 0 &&
  Number(value) <= LONGEST_LIFE;

/** Only a bearer token is asked for here, and only that is one without a key: RFC 6750, RFC 6749 section 7.1. */
const isBearer: Check = (value) => typeof value === "string" && value.toLowerCase() === "bearer";

/** What msal-node takes from a token answer (RFC 6749 section 5.1, with Entra's additions) as it comes. */
const MEMBERS: Readonly<Record<string, Check>> = {
  access_token: isNonEmptyString,
  token_type: isBearer,
  expires_in: isSeconds,
  ext_expires_in: isSeconds,
  refresh_in: isSeconds,
  refresh_token_expires_in: isSeconds,
  refresh_token: isString,
  scope: isString,
  client_info: isString,
  foci: isString,
};

/** The scopes of OpenID Connect, which are those of no API. */
const OIDC_SCOPES: ReadonlySet<string> = new Set(["openid", "profile", "email", "offline_access"]);

/** Whether an answer holds tokens, or something in their place. */
export function isToken(answer: HttpAnswer): answer is HttpAnswer & { readonly body: JsonObject } {
  const { body } = answer;
  if (!isOk(answer) || !isJsonObject(body) || readOAuthError(body) !== undefined) return false;
  return isThere(body["access_token"]) || isThere(body["id_token"]);
}

/**
 * Checks the members of a token answer before anything of it is kept. Members that are not there are let through, but for
 * the access token: only B2C and its like go without, where no scope is that of an API.
 *
 * @param scope The `scope` of the request.
 * @throws BrokerError `server_response_invalid` that names the member.
 */
export function checkTokenAnswer(body: JsonObject, scope: string, exchange: Exchange): void {
  const wrong = Object.entries(MEMBERS).find(([name, check]) => isThere(body[name]) && !check(body[name]));
  if (wrong !== undefined) throw unusable("token", wrong[0], exchange);
  if (isThere(body["access_token"])) return;
  const onlyOidc = scope.split(" ").every((name) => OIDC_SCOPES.has(name));
  if (!onlyOidc || isEntraAuthority(exchange.authority)) throw unusable("token", "access_token", exchange);
}

/** Some servers write null for what they leave out. */
const isThere = (value: unknown): boolean => value !== undefined && value !== null;
