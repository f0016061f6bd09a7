import { inspect } from "node:util";
import { BrokerError, type TokenResponse } from "@authbroker/core";
import { expect, test } from "vitest";
import type { AccountAnswer, TokenAnswer } from "../../src/addon.js";
import { parseToken } from "../../src/responses.js";
import {
  ACCESS_TOKEN,
  AUTHORITY,
  base64url,
  claimsOf,
  entraAnswer,
  entraProperties,
  form,
  INES,
  msaAnswer,
  msaFields,
  msaWebAccount,
  type Properties,
  unsignedJwt,
  webAccount,
} from "./samples.js";

/** Texts, which is all that the addon can give. */
const TEXTS: readonly string[] = [
  "",
  " ",
  "0",
  "1",
  "-1",
  "1.5",
  "1e300",
  "9".repeat(5000),
  "text",
  "\u0000",
  "\uD800",
  "a.b.c",
  "..",
  "%",
  "%00",
  "=",
  "&",
  "x".repeat(100_000),
  ACCESS_TOKEN,
  base64url("null"),
  base64url("[]"),
  base64url({ uid: "u", utid: "t" }),
  base64url({ uid: ACCESS_TOKEN, utid: "" }),
  unsignedJwt({}),
  unsignedJwt({ ...claimsOf(INES), preferred_username: "" }),
  `${base64url({ alg: "none" })}.${base64url('{"__proto__":{"oid":"x"}}')}.x`,
  "https://",
  "https://evil.example/",
  "javascript:alert(1)",
  "[object Object]",
];

const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "", "access_token"];

const parse = (answer: TokenAnswer, plugin: "entra" | "msa"): TokenResponse =>
  parseToken(
    answer,
    { plugin },
    { authority: AUTHORITY, scopes: ["User.Read"], isElevated: () => false, now: Date.UTC(2026, 0) },
  );

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const isTime = (value: number): boolean =>
  Number.isInteger(value) && !Number.isNaN(new Date(value).getTime());

const isWhole = ({ account, ...token }: TokenResponse): boolean =>
  [token.accessToken, token.idToken, account.nativeAccountId, account.homeAccountId].every(isText) &&
  [account.localAccountId, account.tenantId, account.environment, account.username].every(isText) &&
  /^login[.\w]+$/.test(account.environment) &&
  token.tokenType === "Bearer" &&
  isTime(token.expiresOn) &&
  isTime(token.extendedExpiresOn ?? 0) &&
  token.scopes.length > 0 &&
  token.scopes.every(isText);

/** A BrokerError that shows none of the token, however it is printed. */
const isSafe = (error: unknown): boolean =>
  error instanceof BrokerError &&
  ACCESS_TOKEN.split(".").every(
    (part) => !`${error.message}${error.stack}${inspect(error)}${JSON.stringify(error)}`.includes(part),
  );

function holds(answer: TokenAnswer, plugin: "entra" | "msa"): boolean {
  try {
    return isWhole(parse(answer, plugin));
  } catch (error) {
    return isSafe(error);
  }
}

const replaced = (good: Properties): Properties[] =>
  [...Object.keys(good), ...NAMES].flatMap((name) =>
    TEXTS.map((text) => Object.fromEntries([...Object.entries(good), [name, text]])),
  );

const accounts = ({ id, userName, state, properties }: AccountAnswer): AccountAnswer[] => [
  ...replaced(properties).map((changed) => ({ id, userName, state, properties: changed })),
  ...TEXTS.flatMap((text) => [
    { id: text, userName, state, properties },
    { id, userName: text, state, properties },
  ]),
];

/** The answers that gave neither a whole token nor an error that is safe. */
const failures = (answers: readonly TokenAnswer[], plugin: "entra" | "msa"): readonly string[] =>
  answers.filter((answer) => !holds(answer, plugin)).map((answer) => inspect(answer).slice(0, 1000));

test("every text of an Entra answer is replaced by every other: a whole token or an error that shows none", () => {
  const token = ACCESS_TOKEN;
  const account = webAccount(INES);
  const properties = entraProperties();
  const answers = [
    ...replaced(properties).map((changed) => ({ token, account, properties: changed })),
    ...accounts(account).map((changed) => ({ token, account: changed, properties })),
    ...TEXTS.map((changed) => ({ token: changed, account, properties })),
  ].map((response) => ({ status: 0, response }));

  expect(answers.length).toBeGreaterThan(500);
  expect(failures(answers, "entra")).toEqual([]);
});

test("so is every text of an MSA answer", () => {
  const fields = { ...msaFields(), access_token: ACCESS_TOKEN };
  const answers = [
    ...replaced(fields).map((changed) => msaAnswer(form(changed))),
    ...accounts(msaWebAccount()).map((account) => msaAnswer(form(fields), account)),
    ...TEXTS.map((text) => msaAnswer(text)),
    ...TEXTS.map((text) => msaAnswer(`${form(fields)}${text}`)),
  ];

  expect(answers.length).toBeGreaterThan(400);
  expect(failures(answers, "msa")).toEqual([]);
});

test("an MSA answer that ends anywhere is a whole token or an error that shows none", () => {
  const token = form({ ...msaFields(), access_token: ACCESS_TOKEN });
  const cut = Array.from({ length: token.length }, (_, end) => msaAnswer(token.slice(0, end)));

  expect(failures(cut, "msa")).toEqual([]);
});

test("so is every text of an error, in every status", () => {
  const answers = [0, 1, 2, 3, 4, 5, 6, -1, 1e9].flatMap((status) =>
    TEXTS.flatMap((message) =>
      [0, 1, 0xcaa20003, 0xcaa82ee7, 0xffffffff].map((code) => ({
        status,
        error: { code, message, properties: { [message]: message } },
      })),
    ),
  );

  expect(failures(answers, "entra")).toEqual([]);
});

test("names that JavaScript knows have no power", () => {
  const properties = JSON.parse(`{"__proto__":${JSON.stringify(entraProperties())}}`) as Properties;
  const { response } = entraAnswer();

  expect(holds({ status: 0, response: { ...response, properties } }, "entra")).toBe(true);
  expect({}).not.toHaveProperty("wamcompat_id_token");
  const inherited = Object.create(entraProperties()) as Properties;
  expect(() => parse({ status: 0, response: { ...response, properties: inherited } }, "entra")).toThrow(
    /missing/,
  );
});
