import { inspect } from "node:util";
import { BrokerError, type TokenResponse } from "@authbroker/core";
import { expect, test } from "vitest";
import { parseAccounts, parseToken, parseVersion } from "../../src/responses.js";
import {
  ACCESS_TOKEN,
  attempt,
  base64url,
  brokerAccount,
  brokerToken,
  claimsOf,
  INES,
  type Json,
  type Outcome,
  tokenReply,
  TOM,
  unsignedJwt,
  without,
} from "./samples.js";

/** Every type of JSON, and the values at its edges. */
const VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  1e300,
  2 ** 53,
  "",
  " ",
  "0",
  "5",
  "-7",
  "text",
  "\u0000",
  "a.b.c",
  "x".repeat(10_000),
  ACCESS_TOKEN,
  [],
  [null],
  [""],
  [5],
  ["text"],
  [[]],
  {},
  { "": 1 },
  { error: 5 },
  { uid: "u", utid: "t" },
];

const REQUESTED = ["User.Read"];
const GOOD: Json = { brokerTokenResponse: brokerToken() };
const ERROR: Json = { error: { errorCode: 1, status: 2, tag: 3, context: `refused ${ACCESS_TOKEN}` } };
const ACCOUNTS: Json = { accounts: [brokerAccount(INES), brokerAccount(TOM)], hidden: ACCESS_TOKEN };

type Path = string[];

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** The way to each part of a value. */
const paths = (value: unknown, path: Path = []): Path[] =>
  isJson(value)
    ? Object.keys(value).flatMap((key) => [path.concat(key)].concat(paths(value[key], path.concat(key))))
    : [];

/** A copy in which one part is another; undefined takes it out. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined || !isJson(value)) return by;
  const copy: Record<string, unknown> = Object.assign(Array.isArray(value) ? [] : {}, value);
  copy[key] = replaced(value[key], rest, by);
  return copy;
}

const mutations = (good: Json): readonly string[] =>
  paths(good).flatMap((path) => VALUES.map((value) => JSON.stringify(replaced(good, path, value))));

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const isTime = (value: unknown): boolean =>
  typeof value === "number" && !Number.isNaN(new Date(value).getTime());

function isTokenResponse(token: TokenResponse): boolean {
  const { account } = token;
  const texts = [token.accessToken, token.idToken, token.tokenType, account.nativeAccountId];
  const ids = [account.homeAccountId, account.localAccountId, account.tenantId];
  return (
    [...texts, ...ids, account.environment, account.username].every(isText) &&
    [undefined, "string"].includes(account.name === undefined ? undefined : typeof account.name) &&
    isTime(token.expiresOn) &&
    isTime(token.extendedExpiresOn ?? 0) &&
    token.scopes.length > 0 &&
    token.scopes.every(isText) &&
    isJson(token.idTokenClaims)
  );
}

const isAccountList = (accounts: readonly object[]): boolean =>
  accounts.every((account) => Object.values(account).every(isText));

/** A BrokerError that shows none of the token, however it is printed. */
const isSafeError = (error: unknown): boolean =>
  error instanceof BrokerError &&
  ACCESS_TOKEN.split(".").every(
    (part) => !`${error.message}${error.stack}${inspect(error)}${JSON.stringify(error)}`.includes(part),
  );

/** The answers that gave neither what is valid nor an error that is safe. */
function failures<Value>(
  replies: readonly string[],
  parse: (reply: string) => Value,
  isValid: (value: Value) => boolean,
): readonly string[] {
  const holds = ({ value, error }: Outcome<Value>): boolean =>
    error === undefined ? value === undefined || isValid(value) : isSafeError(error);
  return replies.filter((reply) => !holds(attempt(() => parse(reply)))).map((reply) => reply.slice(0, 2000));
}

const parse = (reply: string): TokenResponse =>
  parseToken(reply, "acquireTokenSilently", { scopes: REQUESTED });

test("every part of a good answer is replaced by every type: a whole token or an error that shows none", () => {
  const replies = mutations(GOOD);

  expect(replies.length).toBeGreaterThan(500);
  expect(failures(replies, parse, isTokenResponse)).toStrictEqual([]);
});

test("so is every part of an answer with a signed HTTP request", () => {
  const accessToken = unsignedJwt({ at: ACCESS_TOKEN });
  const replies = mutations({ brokerTokenResponse: { ...brokerToken(), accessToken, accessTokenType: 1 } });
  const pop = { resourceRequestMethod: "GET", resourceRequestUri: "https://graph.microsoft.com/v1.0/me" };
  const parseProof = (reply: string): TokenResponse =>
    parseToken(reply, "acquireTokenSilently", { scopes: REQUESTED, pop });
  const isProof = (token: TokenResponse): boolean => isTokenResponse(token) && token.tokenType === "pop";

  expect(attempt(() => parseProof(replies[0] ?? "")).value).toBeUndefined();
  expect(failures(replies, parseProof, isProof)).toStrictEqual([]);
});

test("so is every claim of the ID token, and every part of the client info", () => {
  const token = brokerToken();
  const values = (good: Json): readonly unknown[] =>
    paths(good).flatMap((path) => VALUES.map((value) => replaced(good, path, value)));
  const withClaims = (claims: unknown): Json => ({ ...token, idToken: unsignedJwt(claims as Json) });
  const withInfo = (info: unknown): Json => ({ ...token, clientInfo: base64url(info) });
  const [uid, utid] = INES.homeAccountId.split(".");
  const tokens = [
    ...values({ ...claimsOf(INES), sub: "s" }).map(withClaims),
    ...values({ uid, utid }).map(withInfo),
  ];
  const replies = tokens.flatMap((sent) => [tokenReply(sent), tokenReply(without(sent, "account"))]);

  expect(failures(replies, parse, isTokenResponse)).toStrictEqual([]);
});

test("so is every part of an error", () => {
  expect(failures([...mutations(ERROR), JSON.stringify(ERROR)], parse, () => false)).toStrictEqual([]);
});

test("so is every part of a list of accounts", () => {
  expect(failures(mutations(ACCOUNTS), parseAccounts, isAccountList)).toStrictEqual([]);
});

test("so is a version", () => {
  const replies = mutations({ linuxBrokerVersion: "2.0.4", hidden: ACCESS_TOKEN });

  expect(failures(replies, parseVersion, isText)).toStrictEqual([]);
});

test("an answer that ends anywhere is an error that shows no token", () => {
  const reply = tokenReply(brokerToken());
  const cut = Array.from({ length: reply.length }, (_, end) => reply.slice(0, end));

  expect(failures(cut, parse, () => false)).toStrictEqual([]);
});

test("an answer gives no power to names that JavaScript knows", () => {
  const token = tokenReply({});
  const reply = token.replace("{}", `{"__proto__":${JSON.stringify(brokerToken())}}`);

  expect(attempt(() => parse(reply)).error).toBeInstanceOf(BrokerError);
  expect({}).not.toHaveProperty("accessToken");
});

test("an answer nested too deep to be read is an error", () => {
  const reply = `${'{"brokerTokenResponse":'.repeat(5000)}1${"}".repeat(5000)}`;

  expect(attempt(() => parse(reply)).error).toBeInstanceOf(BrokerError);
});
