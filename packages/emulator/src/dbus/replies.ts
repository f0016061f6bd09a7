import type { BrokerToken } from "../directory/broker-tokens.js";
import type { Refusal } from "../directory/refusal.js";
import { clientInfoOf, homeAccountIdOf, profileIn, type User } from "../directory/users.js";
import type { Manner } from "./manners.js";

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The host in the accounts that brokers give; clients rewrite it. */
const ENVIRONMENT = "login.windows.net";

/** The 30 bits of a tag are five characters of this alphabet, six bits each. */
const TAG_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A bearer token. */
const BEARER = 0;

/** A signed HTTP request around a token bound to a key. */
const POP = 1;

/** The account object, as a tenant knows the user: every field that some client cannot do without. */
export function accountReply(user: User, tenantId: string = user.tenantId): JsonObject {
  const profile = profileIn(user, tenantId);
  return {
    clientInfo: clientInfoOf(user),
    environment: ENVIRONMENT,
    familyName: user.familyName,
    givenName: user.givenName,
    homeAccountId: homeAccountIdOf(user),
    localAccountId: profile.oid,
    name: user.name,
    passwordExpiry: 0,
    realm: profile.tenantId,
    username: user.username,
  };
}

/** The reply to a token request. */
export function tokenReply(token: BrokerToken, manner: Manner): JsonObject {
  const { user, tenantId, tokens } = token;
  return {
    brokerTokenResponse: {
      accessToken: token.accessToken,
      accessTokenType: token.isProof ? POP : BEARER,
      ...(manner.repliesAccount ? { account: accountReply(user, tenantId) } : {}),
      clientInfo: clientInfoOf(user),
      expiresOn: tokens.expiresOn,
      extendedExpiresOn: tokens.extendedExpiresOn,
      grantedScopes: token.scopes.join(" "),
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

/**
 * The error object of a refusal. It has no field for a claims challenge, as none is known from the real broker's: there
 * the broker keeps what the next sign-in must ask for, and the caller learns that a person is needed.
 */
export function errorObject({ status, errorCode, tag, message }: ErrorParts): JsonObject {
  return { context: message, diagnostics: null, errorCode, status, subStatus: 0, tag: tagNumber(tag) };
}

/** What an error object says; a {@link Refusal} is one. */
export type ErrorParts = Pick<Refusal, "status" | "errorCode" | "tag" | "message">;

/** The number of a tag, most significant character first. */
function tagNumber(tag: string): number {
  return Array.from(tag).reduce((number, character) => number * 64 + TAG_ALPHABET.indexOf(character), 0);
}
