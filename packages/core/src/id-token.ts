import { BrokerError } from "./errors/broker-error.js";
import { isJsonObject, type JsonObject, parseJson } from "./json.js";

/** What an ID token says, as far as this library reads it; every other claim is there as it came. */
export interface IdTokenClaims {
  readonly [claim: string]: unknown;
  /** The object id of the user in `tid`. */
  readonly oid?: string;
  /** The user, differently for each application. */
  readonly sub?: string;
  /** The tenant. */
  readonly tid?: string;
  /** The display name. */
  readonly name?: string;
  /** The user principal name, as a rule. */
  readonly preferred_username?: string;
}

const READ_AS_STRING = ["oid", "sub", "tid", "name", "preferred_username"] as const;

/**
 * Reads the payload of an ID token that a broker gave. The signature is not verified: the broker got it from Entra over
 * TLS and is trusted with the user's credentials, as in every MSAL; what is checked is its form.
 *
 * @throws BrokerError `broker_response_invalid` when it is not a JWT, or a claim has the wrong type.
 */
export function parseIdToken(idToken: string): IdTokenClaims {
  const parts = idToken.split(".");
  const payload = parts.length === 3 ? decodeJsonObject(parts[1]) : undefined;
  if (payload === undefined) throw invalid("the ID token is not a JWT");
  const wrong = READ_AS_STRING.find((claim) => !["string", "undefined"].includes(typeof payload[claim]));
  if (wrong !== undefined) throw invalid(`the claim "${wrong}" of the ID token is not a string`);
  return payload;
}

/** Who `client_info`, or a home account id, says the user is. */
export interface ClientInfo {
  /** The object id in the home tenant. */
  readonly uid: string;
  /** The home tenant. */
  readonly utid: string;
}

/**
 * Reads `client_info`: base64url of a JSON object with `uid` and `utid`, the two parts of a home account id.
 *
 * @throws BrokerError `broker_response_invalid` when it is something else.
 */
export function parseClientInfo(clientInfo: string): ClientInfo {
  const { uid, utid } = decodeJsonObject(clientInfo) ?? {};
  if (typeof uid !== "string" || uid === "" || typeof utid !== "string" || utid === "") {
    throw invalid("the client info does not name a user and a tenant");
  }
  return { uid, utid };
}

/**
 * The home account id that `client_info` names: `<object id>.<home tenant id>`.
 *
 * @throws BrokerError `broker_response_invalid`, as {@link parseClientInfo}.
 */
export function homeAccountIdOf(clientInfo: string): string {
  const { uid, utid } = parseClientInfo(clientInfo);
  return `${uid}.${utid}`;
}

/** The two parts of a home account id: the object id in the home tenant, and that tenant. */
export function homeParts(homeAccountId: string): ClientInfo {
  const dot = homeAccountId.indexOf(".");
  return dot < 0
    ? { uid: homeAccountId, utid: "" }
    : { uid: homeAccountId.slice(0, dot), utid: homeAccountId.slice(dot + 1) };
}

function decodeJsonObject(base64url: string | undefined): JsonObject | undefined {
  if (!base64url || !/^[A-Za-z0-9_-]+=*$/.test(base64url)) return undefined;
  const value = parseJson(Buffer.from(base64url, "base64url").toString("utf8"));
  return isJsonObject(value) ? value : undefined;
}

const invalid = (what: string): BrokerError =>
  new BrokerError("broker_response_invalid", { message: `the broker's answer cannot be used: ${what}` });
