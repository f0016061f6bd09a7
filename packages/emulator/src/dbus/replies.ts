import { homeAccountIdOf, type User } from "../directory/directory.js";
import type { Refusal } from "../directory/refusal.js";
import type { IssuedTokens } from "../tokens/issuer.js";
import type { Manner } from "./manners.js";

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The host in the accounts that brokers give; clients rewrite it. */
const ENVIRONMENT = "login.windows.net";

/** While the authority cannot be reached, a token may be used for this much longer. */
const EXTENDED_LIFE_MS = 3_600_000;

/** The 30 bits of a tag are five characters of this alphabet, six bits each. */
const TAG_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A token reply's own part: what was granted, and how it is handed over. */
export interface Grant {
  readonly user: User;
  readonly tokens: IssuedTokens;
  /** The access token, or the signed HTTP request that holds it. */
  readonly accessToken: string;
  /** {@link BEARER} or {@link POP}. */
  readonly accessTokenType: 0 | 1;
  readonly scopes: readonly string[];
}

/** A bearer token. */
export const BEARER = 0;

/** A signed HTTP request around a token bound to a key. */
export const POP = 1;

/** The account object: every field that some client cannot do without. */
export function accountReply(user: User): JsonObject {
  return {
    clientInfo: clientInfo(user),
    environment: ENVIRONMENT,
    familyName: user.familyName,
    givenName: user.givenName,
    homeAccountId: homeAccountIdOf(user),
    localAccountId: user.oid,
    name: user.name,
    passwordExpiry: 0,
    realm: user.tenantId,
    username: user.username,
  };
}

/** The reply to a token request. */
export function tokenReply(grant: Grant, manner: Manner): JsonObject {
  const { user, tokens } = grant;
  return {
    brokerTokenResponse: {
      accessToken: grant.accessToken,
      accessTokenType: grant.accessTokenType,
      ...(manner.repliesAccount ? { account: accountReply(user) } : {}),
      clientInfo: clientInfo(user),
      expiresOn: tokens.expiresOn,
      extendedExpiresOn: tokens.expiresOn + EXTENDED_LIFE_MS,
      grantedScopes: grant.scopes.join(" "),
      idToken: tokens.idToken,
      ...(manner.repliesRefreshToken ? { refreshToken: "" } : {}),
    },
  };
}

/** The reply to a cookie request. */
export function cookieReply(user: User, cookieContent: string, manner: Manner): JsonObject {
  const cookie = { cookieName: "x-ms-RefreshTokenCredential", cookieContent };
  return manner.cookieIn === "root" ? { account: accountReply(user), ...cookie } : { cookieItems: [cookie] };
}

/** The error object of a refusal. */
export function errorObject({ status, errorCode, tag, message }: ErrorParts): JsonObject {
  return { context: message, diagnostics: null, errorCode, status, subStatus: 0, tag: tagNumber(tag) };
}

/** What an error object says; a {@link Refusal} is one. */
export type ErrorParts = Pick<Refusal, "status" | "errorCode" | "tag" | "message">;

/** The number of a tag, most significant character first. */
function tagNumber(tag: string): number {
  return Array.from(tag).reduce((number, character) => number * 64 + TAG_ALPHABET.indexOf(character), 0);
}

function clientInfo({ oid, tenantId }: User): string {
  return Buffer.from(JSON.stringify({ uid: oid, utid: tenantId })).toString("base64url");
}
