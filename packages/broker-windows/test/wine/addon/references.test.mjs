import assert from "node:assert/strict";
import { test } from "node:test";
import { addon } from "../support/addon.mjs";
import { PERSON } from "../support/answers.mjs";
import { findAccounts, getToken, signOut, tokenRequest } from "./requests.mjs";
import { standIn } from "../support/stand-in.mjs";

const REPETITIONS = 5;
const FAILS = { fails: 0x80_07_00_05 };
const NEVER = { completes: /** @type {const} */ ("never") };
const error = { code: 1, message: "m", properties: { a: "b" } };

/**
 * @type {Record<string, {
 *   script: import("../support/script-lines.mjs").Script,
 *   act: () => Promise<unknown>,
 *   ends?: string,
 * }>} `ends` is the token, or the code of the error
 */
const outcomes = {
  "a token": {
    script: { answers: [{ token: "t", properties: { a: "b" } }] },
    act: () => getToken(),
    ends: "t",
  },
  "a token of an account": {
    script: { answers: [{ token: "t" }] },
    act: () => getToken({ accountId: PERSON.id }),
    ends: "t",
  },
  "a token with a window": {
    script: { answers: [{ token: "t" }] },
    act: () => getToken({ mode: "interactive" }),
    ends: "t",
  },
  "an error of the provider": { script: { answers: [{ status: 5, error }] }, act: () => getToken() },
  "a list of accounts": { script: {}, act: () => findAccounts() },
  "a sign-out": { script: {}, act: () => signOut({ accountId: PERSON.id }) },
  "a provider that is not there": {
    script: { providers: [] },
    act: () => getToken(),
    ends: "provider_not_found",
  },
  "an account that is not there": {
    script: {},
    act: () => getToken({ accountId: "nobody" }),
    ends: "account_not_found",
  },
  "a call that fails": {
    script: { calls: { GetTokenSilentlyAsync: FAILS } },
    act: () => getToken(),
    ends: "call_failed",
  },
  "an operation that fails": {
    script: { calls: { GetTokenSilentlyAsync: { operationFails: FAILS.fails } } },
    act: () => getToken(),
    ends: "operation_failed",
  },
  "a token that cannot be read": {
    script: { answers: [{ token: "t" }], calls: { "WebTokenResponse.Token": FAILS } },
    act: () => getToken(),
    ends: "call_failed",
  },
  "a request that was cancelled": {
    script: { calls: { GetTokenSilentlyAsync: NEVER } },
    act: async () => {
      const { id, answer } = addon.getToken(tokenRequest());
      setTimeout(() => addon.cancel(id), 50);
      await answer;
    },
    ends: "cancelled",
  },
  "a request that took too long": {
    script: { calls: { GetTokenSilentlyAsync: NEVER } },
    act: () => getToken({ timeoutMs: 50 }),
    ends: "timeout",
  },
};

for (const [name, { script, act, ends }] of Object.entries(outcomes)) {
  test(`${name} leaves no reference to an object of Windows behind`, async () => {
    const before = await objectsInUse();
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      standIn({ accounts: [PERSON], ...script });
      const ended = await act().then(
        (answer) => /** @type {{ response?: { token: string } } | undefined} */ (answer)?.response?.token,
        (thrown) => thrown.code,
      );
      assert.equal(ended, ends);
    }
    // A thread lets go of its objects after its promise has settled.
    const deadline = performance.now() + 20_000;
    while ((await objectsInUse()) !== before && performance.now() < deadline);
    assert.equal(await objectsInUse(), before);
  });
}

/** How many objects there are when a provider is looked for. */
async function objectsInUse() {
  const log = standIn();
  await getToken({ mode: "silent" });
  return log.calls()[0]?.objects;
}
