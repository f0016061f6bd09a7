import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { addon } from "../support/addon.mjs";
import { CLIENT_ID, COMMON, getToken, tokenRequest } from "../support/requests.mjs";
import { standIn } from "../support/stand-in.mjs";

/** Every stage of every operation: what is asked when the operation is given up, and what began it. */
const stages = [
  {
    method: "FindAccountProviderWithAuthorityAsync",
    begin: (/** @type {number} */ timeoutMs) => silent({ timeoutMs }),
  },
  {
    method: "FindAllAccountsWithClientIdAsync",
    begin: (/** @type {number} */ timeoutMs) =>
      addon.findAccounts({ ...COMMON, clientId: CLIENT_ID, timeoutMs }),
  },
  {
    method: "FindAccountAsync",
    begin: (/** @type {number} */ timeoutMs) => silent({ timeoutMs, accountId: PERSON.id }),
  },
  { method: "GetTokenSilentlyAsync", begin: (/** @type {number} */ timeoutMs) => silent({ timeoutMs }) },
  {
    method: "GetTokenSilentlyWithWebAccountAsync",
    begin: (/** @type {number} */ timeoutMs) => silent({ timeoutMs, accountId: PERSON.id }),
  },
  {
    method: "RequestTokenForWindowAsync",
    begin: (/** @type {number} */ timeoutMs) => silent({ timeoutMs, mode: "interactive" }),
  },
  {
    method: "RequestTokenWithWebAccountForWindowAsync",
    begin: (/** @type {number} */ timeoutMs) =>
      silent({ timeoutMs, mode: "interactive", accountId: PERSON.id }),
  },
  {
    method: "SignOutWithClientIdAsync",
    begin: (/** @type {number} */ timeoutMs) =>
      addon.signOut({ ...COMMON, clientId: CLIENT_ID, accountId: PERSON.id, timeoutMs }),
  },
];

/** Long enough for a slow machine to come to the last stage, milliseconds. */
const TIMEOUT = 4000;
const TIMED_OUT = { code: "timeout", message: "The operation took longer than 4000 ms." };

suite("Cancelling", () => {
  for (const { method, begin } of stages) {
    test(`during ${method} rejects at once and tells the broker`, async () => {
      const log = standIn({ accounts: [PERSON], calls: { [method]: { completes: "never" } } });
      const pending = begin(0);
      await log.happens("call", method);
      addon.cancel(pending.id);
      await assert.rejects(pending.answer, { code: "cancelled", message: "The operation was cancelled." });
      assert.equal((await log.happens("cancel", method)).method, method);
      assert.equal((await log.happens("end", method)).status, 2);
      assert.equal(log.calls().at(-1)?.method, method, "nothing was asked after it");
    });
  }

  test("an operation that ends as cancelled much later drops its answer", async () => {
    const method = "GetTokenSilentlyAsync";
    const log = standIn({ calls: { [method]: { completes: "never", cancelDelay: 500 } } });
    const pending = silent();
    await log.happens("call", method);
    addon.cancel(pending.id);
    await assert.rejects(pending.answer, { code: "cancelled" });
    const ended = log.lines().some((line) => line.event === "end" && line.method === method);
    assert.equal(ended, false, "the promise did not wait for the broker");
    await log.happens("end", method);
    await works();
  });

  test("an operation that does not heed it completes late, and its answer is dropped", async () => {
    const method = "GetTokenSilentlyAsync";
    const answers = [{ token: "late" }];
    const log = standIn({ answers, calls: { [method]: { delay: 500, ignoresCancel: true } } });
    const pending = silent();
    await log.happens("call", method);
    addon.cancel(pending.id);
    await assert.rejects(pending.answer, { code: "cancelled" });
    assert.equal((await log.happens("end", method)).status, 1);
    await works();
  });

  test("an operation that never ends at all still rejects, silent or interactive", async () => {
    const calls = {
      "*": { completes: /** @type {const} */ ("never"), ignoresCancel: /** @type {const} */ (true) },
    };
    for (const mode of /** @type {const} */ (["silent", "interactive"])) {
      const log = standIn({ calls });
      const pending = silent({ mode });
      await log.happens("call", "FindAccountProviderWithAuthorityAsync");
      addon.cancel(pending.id);
      await assert.rejects(pending.answer, { code: "cancelled" });
    }
    await works();
  });

  test("before anything was asked rejects, too", async () => {
    standIn({ calls: { "*": { completes: "never" } } });
    const pending = silent();
    addon.cancel(pending.id);
    await assert.rejects(pending.answer, { code: "cancelled" });
  });

  test("twice, after the end, or of an operation that never was does nothing", async () => {
    const log = standIn({ answers: [{ token: "t" }] });
    const pending = silent();
    assert.equal((await pending.answer).response?.token, "t");
    addon.cancel(pending.id);
    addon.cancel(pending.id);
    addon.cancel(pending.id + 1000);
    addon.cancel(0);
    assert.deepEqual(
      log.lines().filter(({ event }) => event === "cancel"),
      [],
    );
  });

  test("one of several leaves the others alone", async () => {
    const log = standIn({
      accounts: [PERSON],
      answers: [{ token: "t" }],
      calls: {
        GetTokenSilentlyAsync: { completes: "never" },
        GetTokenSilentlyWithWebAccountAsync: { delay: 300 },
      },
    });
    const other = silent({ accountId: PERSON.id });
    const pending = silent();
    await log.happens("call", "GetTokenSilentlyAsync");
    addon.cancel(pending.id);
    await assert.rejects(pending.answer, { code: "cancelled" });
    assert.equal((await other.answer).response?.token, "t");
  });
});

suite("A timeout", () => {
  test("at every stage rejects and tells the broker", async () => {
    const first = stages.filter(({ method }) => method.startsWith("FindAccountProvider"));
    const second = stages.filter(({ method }) => method === "FindAccountAsync");
    const last = stages.filter((stage) => !first.includes(stage) && !second.includes(stage));
    const begun = [];
    // A stage that never ends hides those behind it, so each group has a script of its own.
    for (const group of [last, second, first]) {
      const calls = group.map(({ method }) => [method, { completes: "never" }]);
      const log = standIn({ accounts: [PERSON], calls: Object.fromEntries(calls) });
      for (const { method, begin } of group) {
        begun.push({ method, log, error: assert.rejects(begin(TIMEOUT).answer, TIMED_OUT) });
      }
      for (const { method } of group) await log.happens("call", method);
    }
    assert.equal(begun.length, stages.length);
    for (const { method, log, error } of begun) {
      await error;
      await log.happens("cancel", method);
      assert.equal((await log.happens("end", method)).status, 2);
    }
  });

  test("does not end an operation that is in time", async () => {
    standIn({ answers: [{ token: "t" }], calls: { "*": { delay: 20 } } });
    assert.equal((await getToken({ timeoutMs: 60_000 })).response?.token, "t");
  });

  test("of 0 waits for as long as it takes", async () => {
    standIn({ answers: [{ token: "t" }], calls: { "*": { delay: 100 } } });
    assert.equal((await getToken({ timeoutMs: 0 })).response?.token, "t");
  });

  test("rejects for a broker that never ends and does not heed a cancellation", async () => {
    standIn({ calls: { "*": { completes: "never", ignoresCancel: true } } });
    await assert.rejects(getToken({ timeoutMs: 50 }), { code: "timeout" });
    await works();
  });
});

/** @param {Partial<import("../../../src/addon.js").TokenRequest>} [fields] */
function silent(fields) {
  return addon.getToken(tokenRequest(fields));
}

/** What was given up before has left nothing behind that disturbs the next request. */
async function works() {
  standIn({ answers: [{ token: "next" }] });
  assert.equal((await getToken()).response?.token, "next");
}
