import { type BrokerAccount, BrokerError, type TokenRequest, type TokenResponse } from "@authbroker/core";
import {
  environmentOf,
  homeAccountIdOf,
  LARGEST_DATE,
  parseIdToken,
  requireSameUser,
  tokenAccount,
} from "@authbroker/core/broker";
import { Fields } from "./fields.js";
import type { BrokerMethod } from "./protocol.js";
import { brokerStatus, tagText } from "./status.js";

/** Times below this are seconds: as milliseconds they would be before 1974. One broker sent them so once. */
const SMALLEST_MILLISECONDS = 1e11;

/** `accessTokenType` of a signed HTTP request; every other is that of a bearer token. */
const POP = 1;

/** A JWS in its compact form, and its payload. */
const JWS = /^[\w-]+\.([\w-]+)\.[\w-]+$/;

/**
 * The accounts in an answer to `getAccounts`. One that lacks what names an account is left out, as by Microsoft's
 * client; one with a field of the wrong type makes the answer invalid.
 *
 * @throws BrokerError of the broker's own error, or `broker_response_invalid`.
 */
export function parseAccounts(reply: string): readonly BrokerAccount[] {
  const root = Fields.parse(reply, "getAccounts");
  throwError(root);
  return root.objects("accounts").flatMap((account) => parseAccount(account) ?? []);
}

/**
 * The token in an answer to `acquireTokenSilently` or `acquireTokenInteractively`.
 *
 * @param asked What was asked for: a bearer token or a proof of possession, for scopes that are reported where the broker
 * does not say what was granted.
 * @throws BrokerError of the broker's own error, `broker_response_invalid`, or `account_mismatch` when the parts of the
 * answer are about different users.
 */
export function parseToken(
  reply: string,
  method: BrokerMethod,
  asked: Pick<TokenRequest, "scopes" | "pop">,
): TokenResponse {
  const root = Fields.parse(reply, method);
  throwError(root);
  const token = root.required("brokerTokenResponse", root.object("brokerTokenResponse"));
  throwError(token);
  const tokenType = tokenTypeOf(token, asked);
  const accessToken = token.required("accessToken", token.string("accessToken"));
  // The bound token by itself would be no use: only the broker has the key to sign a request with.
  if (tokenType === "pop" && signedToken(accessToken) === undefined) {
    throw token.invalid('"brokerTokenResponse.accessToken" is no signed HTTP request around an access token');
  }
  const idToken = token.required("idToken", token.string("idToken"));
  const idTokenClaims = parseIdToken(idToken);
  const extendedExpiresOn = time(token, "extendedExpiresOn");
  return {
    accessToken,
    tokenType,
    idToken,
    idTokenClaims,
    expiresOn: token.required("expiresOn", time(token, "expiresOn")),
    ...(extendedExpiresOn === undefined ? {} : { extendedExpiresOn }),
    scopes: token.strings("grantedScopes") ?? asked.scopes,
    account: tokenOwner(token, idTokenClaims),
  };
}

/**
 * The access token itself: that of a proof of possession is inside the signed HTTP request, and is what brokers
 * cache and can be told to renew.
 */
export function accessTokenIn({ accessToken: token, tokenType }: TokenResponse): string {
  return tokenType === "pop" ? (signedToken(token) ?? token) : token;
}

/** The version in an answer to `getLinuxBrokerVersion`; undefined when it does not say. */
export function parseVersion(reply: string): string | undefined {
  const root = Fields.parse(reply, "getLinuxBrokerVersion");
  throwError(root);
  return root.string("linuxBrokerVersion");
}

/**
 * The broker's own error in an answer to `removeAccount`, whose body is not known otherwise.
 *
 * @throws BrokerError of that error.
 */
export function checkRemoved(reply: string): void {
  if (reply !== "") throwError(Fields.parse(reply, "removeAccount"));
}

/** One kind of token is never given for the other: a resource that wants a proof must not be sent a bearer token. */
function tokenTypeOf(token: Fields, { pop }: Pick<TokenRequest, "pop">): "Bearer" | "pop" {
  const signed = token.number("accessTokenType") === POP;
  if (signed && pop === undefined) {
    throw token.invalid("the broker gave a proof-of-possession token for a bearer token; it was discarded");
  }
  if (!signed && pop !== undefined) {
    throw token.invalid("the broker gave a bearer token for a proof of possession; it was discarded");
  }
  return signed ? "pop" : "Bearer";
}

/** The access token in a signed HTTP request, which is a JWS with the claim `at`; undefined when the text is none. */
function signedToken(signedRequest: string): string | undefined {
  const payload = JWS.exec(signedRequest)?.[1];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    const at = typeof claims === "object" && claims !== null && "at" in claims ? claims.at : undefined;
    return typeof at === "string" && at !== "" ? at : undefined;
  } catch {
    // The parser's own message quotes the text.
    return undefined;
  }
}

/** Whose token it is, by its own parts; 3.0.1 no longer sends the account itself. */
function tokenOwner(token: Fields, claims: ReturnType<typeof parseIdToken>): BrokerAccount {
  const stated = statedAccount(token.object("account"));
  const clientInfo = token.string("clientInfo");
  const home = clientInfo && homeAccountIdOf(clientInfo);
  const statedHome = stated.clientInfo && homeAccountIdOf(stated.clientInfo);
  const homeAccountId = token.required("clientInfo", home ?? statedHome ?? stated.homeAccountId);
  requireSameUser(statedHome, homeAccountId);
  return tokenAccount({
    homeAccountId,
    claims,
    stated: { ...stated, tenantId: stated.realm },
    environment: environmentOf(stated.environment),
  });
}

/** The account beside a token, as far as it is there: each field counts, whether or not the others came with it. */
function statedAccount(account: Fields | undefined): Readonly<Partial<Record<AccountField, string>>> {
  const stated: Partial<Record<AccountField, string>> = {};
  if (account === undefined) return stated;
  for (const field of ACCOUNT_FIELDS) {
    const value = account.string(field);
    if (value !== undefined) stated[field] = value;
  }
  return stated;
}

const ACCOUNT_FIELDS = [
  "clientInfo",
  "environment",
  "homeAccountId",
  "localAccountId",
  "name",
  "realm",
  "username",
] as const;

type AccountField = (typeof ACCOUNT_FIELDS)[number];

function parseAccount(account: Fields): BrokerAccount | undefined {
  const { homeAccountId, localAccountId, realm, environment: host, username, name } = statedAccount(account);
  if (!homeAccountId || !localAccountId || !realm || !host || !username) return undefined;
  return {
    nativeAccountId: homeAccountId,
    homeAccountId,
    localAccountId,
    tenantId: realm,
    environment: environmentOf(host),
    username,
    ...(name ? { name } : {}),
  };
}

/** Milliseconds since 1970. */
function time(token: Fields, field: string): number | undefined {
  const value = token.number(field);
  if (value === undefined) return undefined;
  const milliseconds = Math.trunc(value > 0 && value < SMALLEST_MILLISECONDS ? value * 1000 : value);
  if (milliseconds <= 0 || milliseconds > LARGEST_DATE) throw token.invalid(`"${field}" is no time`);
  return milliseconds;
}

/** Brokers put their error at the root of the answer or beside the token. */
function throwError(parent: Fields): void {
  const error = parent.object("error");
  if (error === undefined) return;
  const status = brokerStatus(error.required("status", error.number("status")));
  const code = error.number("errorCode");
  const tag = error.number("tag");
  const context = error.string("context");
  throw new BrokerError(status.code, {
    message: context === undefined ? `${status.message}, and gave no explanation` : status.message,
    hint: status.hint,
    broker: {
      status: status.name,
      ...(code === undefined ? {} : { code }),
      ...(tag === undefined ? {} : { tag: tagText(tag) }),
      ...(context === undefined ? {} : { context }),
    },
  });
}
