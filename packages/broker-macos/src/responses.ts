import type { BrokerAccount, TokenRequest, TokenResponse } from "@authbroker/core";
import {
  environmentOf,
  homeAccountIdOf,
  isJsonObject,
  parseIdToken,
  parseJson,
  type RelayedOAuthError,
  tokenAccount,
} from "@authbroker/core/broker";
import { listedAccount } from "./account.js";
import { subErrorIn } from "./sub-error.js";
import type { HeaderFields } from "./headers.js";
import { RESPONSE_TYPE } from "./protocol.js";

/** What the extension says of itself and of the device. */
export interface DeviceInfo {
  /** Shared by several people, who sign out of it when they leave. */
  readonly shared: boolean;
  /** The extension has no window here. */
  readonly silentOnly: boolean;
  /** Joined to an organisation; undefined when it does not say. */
  readonly joined: boolean | undefined;
  /** The version of the application that brings the extension. */
  readonly version: string | undefined;
}

/**
 * The error in an answer, if it is one: what counts is `error`, and not `success`. Its description is percent-encoded.
 */
export function relayedError(answer: HeaderFields): RelayedOAuthError | undefined {
  const error = answer.string("error");
  if (error === undefined) return undefined;
  const errorNo = /\d{4,9}/.exec(answer.string("error_codes") ?? "")?.[0];
  return {
    // Names of errors have no case.
    error: error.toLowerCase(),
    description: decoded(answer.string("error_description") ?? ""),
    subError: subErrorIn(answer.string("suberror")),
    errorNo: errorNo === undefined ? undefined : Number(errorNo),
  };
}

/**
 * The token in an answer that is no error.
 *
 * @param asked What was asked for: a bearer token or one that is bound to a key, for scopes that are reported where the
 * broker does not say what was granted.
 * @param now When the answer came, for a token that only says how long it lives.
 * @throws BrokerError `broker_response_invalid`, or `account_mismatch` when its parts are about different users.
 */
export function parseToken(
  answer: HeaderFields,
  asked: Pick<TokenRequest, "authority" | "pop" | "scopes">,
  now: Date,
): TokenResponse {
  requireType(answer);
  const tokenType = tokenTypeOf(answer, asked);
  const accessToken = answer.required("access_token");
  const idToken = answer.required("id_token");
  const idTokenClaims = parseIdToken(idToken);
  const expiresOn = answer.time("expires_on", "expires_in", now);
  if (expiresOn === undefined) throw answer.invalid('it has neither "expires_on" nor "expires_in"');
  const extendedExpiresOn = answer.time("ext_expires_on", "ext_expires_in", now);
  const scopes = (answer.string("scope") ?? "").split(/\s+/).filter(Boolean);
  const authority = answer.string("authority") ?? asked.authority;
  const account = tokenAccount({
    homeAccountId: homeAccountIdOf(answer.required("client_info")),
    claims: idTokenClaims,
    stated: { username: answer.string("adi") },
    environment: environmentOf(URL.canParse(authority) ? new URL(authority).host : undefined),
  });
  return {
    accessToken,
    tokenType,
    idToken,
    idTokenClaims,
    expiresOn,
    ...(extendedExpiresOn === undefined ? {} : { extendedExpiresOn }),
    scopes: scopes.length === 0 ? asked.scopes : scopes,
    account,
  };
}

/**
 * The accounts in an answer that is no error. One that lacks what names an account is left out.
 *
 * @throws BrokerError `broker_response_invalid`.
 */
export function parseAccounts(answer: HeaderFields): readonly BrokerAccount[] {
  requireType(answer);
  const accounts = answer.string("accounts");
  if (accounts === undefined) return [];
  const list = parseJson(accounts);
  if (!Array.isArray(list)) throw answer.invalid('"accounts" is not JSON text of an array');
  return list.flatMap((entry: unknown) => {
    if (!isJsonObject(entry)) return [];
    return listedAccount((name) => nonEmpty(entry[name])) ?? [];
  });
}

/** The default account in an answer that is no error; undefined when there is none. */
export function parseDefaultAccount(answer: HeaderFields): BrokerAccount | undefined {
  requireType(answer);
  return listedAccount((name) => answer.string(name));
}

/** What an answer that is no error says of the device. */
export function parseDeviceInfo(answer: HeaderFields): DeviceInfo {
  requireType(answer);
  const joined = answer.string("wpj_status");
  return {
    shared: answer.string("device_mode") === "shared",
    silentOnly: answer.string("sso_extension_mode") === "silent_only",
    joined: joined === "joined" || (joined === "notJoined" ? false : undefined),
    version: answer.string("broker_version"),
  };
}

/**
 * Whether an operation that answers with nothing was done.
 *
 * @throws BrokerError `broker_response_invalid`.
 */
export function isDone(answer: HeaderFields): boolean {
  requireType(answer);
  return answer.string("success") === "1";
}

/** @throws BrokerError `broker_response_invalid` when it answers something else than was asked. */
function requireType(answer: HeaderFields): void {
  const type = answer.required("operation_response_type");
  const operation = answer.string("operation") ?? answer.operation;
  if (type === RESPONSE_TYPE[answer.operation] && operation === answer.operation) return;
  throw answer.invalid("it is the answer to another operation");
}

/** One kind of token is never taken for the other: a resource that wants a proof must not be sent a bearer token. */
function tokenTypeOf(answer: HeaderFields, { pop }: Pick<TokenRequest, "pop">): "Bearer" | "pop" {
  const type = answer.string("token_type")?.toLowerCase() ?? "bearer";
  if (pop === undefined && type === "bearer") return "Bearer";
  if (pop !== undefined && type === "pop") return "pop";
  throw answer.invalid(
    pop === undefined
      ? "a bearer token was asked for, and the broker gave another; it was discarded"
      : "a token for a proof of possession was asked for, and the broker gave another; it was discarded. Company Portal may be too old for it",
  );
}

/** A text that is percent-encoded, once; one that is not is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const nonEmpty = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
