import { inspect } from "node:util";
import { BrokerError } from "@authbroker/core";
import { expect, test } from "vitest";
import type { AddonError, NativeError } from "../../src/addon.js";
import type { MacosBroker } from "../../src/broker.js";
import {
  ACCESS_TOKEN,
  brokerError,
  commonHeaders,
  type Headers,
  INES,
  listed,
  tokenHeaders,
  tokenRequest,
  without,
} from "./samples.js";
import { brokerOver, scriptedAddon } from "./scripted-addon.js";

/** What a hostile answer puts in the place of a field. */
const VALUES: readonly string[] = [
  "",
  " ",
  "0",
  "1",
  "-1",
  "1e999",
  "99999999999999999999",
  "NaN",
  "\u0000",
  "\uD83E",
  "%",
  "%00%ff",
  "null",
  "[]",
  "[null]",
  "[[]]",
  "{}",
  '"text"',
  '{"__proto__":{"polluted":"1"}}',
  "a.b.c",
  "a.b",
  "eyJ9.e30.x",
  "x".repeat(100_000),
  "[".repeat(10_000),
  ACCESS_TOKEN,
];

/** Copies of an object, each with one of its fields replaced by everything in turn. */
function replaced<Fields extends object>(good: Fields, values: readonly unknown[] = VALUES): Fields[] {
  const copies: Fields[] = [];
  for (const name of Object.keys(good)) {
    for (const value of values) copies.push({ ...good, [name]: value });
  }
  return copies;
}

/** The same, and copies that lack a field. */
const mutations = (good: Headers): readonly Headers[] =>
  replaced(good).concat(Object.keys(good).map((name) => without(good, name)));

/** A BrokerError that shows nothing of the token, however it is printed. */
const isSafe = (error: unknown): boolean =>
  error instanceof BrokerError &&
  ACCESS_TOKEN.split(".").every(
    (part) => !`${error.message}${error.stack}${inspect(error)}${JSON.stringify(error)}`.includes(part),
  );

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

/** The answers that became neither what is valid nor an error that is safe. */
async function failures(
  operation: string,
  answers: readonly Headers[],
  call: (broker: MacosBroker) => Promise<unknown>,
  isValid: (answer: unknown) => boolean,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const headers of answers) {
    const broker = brokerOver(scriptedAddon({ [operation]: headers }));
    const holds = await call(broker).then(isValid, isSafe);
    if (!holds) failed.push(JSON.stringify(headers).slice(0, 300));
  }
  return failed;
}

const isToken = (token: unknown): boolean => {
  const {
    accessToken,
    idToken,
    expiresOn,
    extendedExpiresOn = 0,
    scopes,
    account,
  } = token as Awaited<ReturnType<MacosBroker["acquireTokenSilent"]>>;
  return (
    [accessToken, idToken, ...Object.values(account), ...scopes].every(isText) &&
    scopes.length > 0 &&
    [expiresOn, extendedExpiresOn].every((time) => !Number.isNaN(new Date(time).getTime()))
  );
};

test("every field of a token answer is replaced by everything: a whole token, or an error that shows none", async () => {
  const answers = mutations(tokenHeaders());
  expect(answers.length).toBeGreaterThan(500);
  const call = (broker: MacosBroker): Promise<unknown> =>
    broker.acquireTokenSilent({ ...tokenRequest, account: INES });
  expect(await failures("refresh", answers, call, isToken)).toStrictEqual([]);
});

test("so is every field of an error", async () => {
  const answers = mutations({
    ...commonHeaders("refresh"),
    success: "0",
    error: "invalid_grant",
    error_description: `AADSTS50076%3A%20${ACCESS_TOKEN}`,
    error_codes: "[50076]",
    suberror: "basic_action",
  });
  const call = (broker: MacosBroker): Promise<unknown> =>
    broker.acquireTokenSilent({ ...tokenRequest, account: INES });
  expect(await failures("refresh", answers, call, isToken)).toStrictEqual([]);
});

test("so is every field of a list of accounts, and of an account", async () => {
  const account = listed(INES);
  const answer = commonHeaders("get_accounts_operation");
  const answers = [...mutations({ ...answer, accounts: JSON.stringify([account]) })];
  for (const entry of replaced(account, [...VALUES, null, 7, true, [], {}])) {
    answers.push({ ...answer, accounts: JSON.stringify([entry]) });
  }
  const isList = (accounts: unknown): boolean =>
    Array.isArray(accounts) && accounts.every((each: object) => Object.values(each).every(isText));
  const call = (broker: MacosBroker): Promise<unknown> => broker.getAccounts(tokenRequest);
  expect(await failures("get_accounts_operation", answers, call, isList)).toStrictEqual([]);
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

test("so is every field of what the device is: a probe that never rejects", async () => {
  for (const headers of mutations(commonHeaders("get_device_info"))) {
    const probe = await brokerOver(scriptedAddon({ get_device_info: headers })).probe();
    expect(typeof probe.available).toBe("boolean");
  }
});

test("so is every part of a tree of errors", async () => {
  const error = brokerError("MSALErrorDomain", -50000, {
    MSALInternalErrorCodeKey: "-42000",
    MSALErrorDescriptionKey: `the token ${ACCESS_TOKEN}`,
    MSALOAuthErrorKey: "invalid_grant",
  });
  const { underlying = error } = error;
  const below = replaced(without(underlying, "userInfo", "code"));
  for (const userInfo of replaced(underlying.userInfo)) below.push({ ...underlying, userInfo });
  const trees: NativeError[] = replaced({ domain: error.domain, description: error.description }).map(
    (changed) => Object.assign({}, error, changed),
  );
  for (const changed of below) trees.push({ ...error, underlying: { ...underlying, ...changed } });
  for (const tree of trees) {
    const refresh: Omit<AddonError, "name"> = { code: "authorization_error", message: "x", error: tree };
    const broker = brokerOver(scriptedAddon({ refresh }));
    const thrown: unknown = await broker
      .acquireTokenSilent({ ...tokenRequest, account: INES })
      .catch((reason: unknown) => reason);
    expect(isSafe(thrown)).toBe(true);
  }
});
