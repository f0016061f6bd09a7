import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addon } from "../support/addon.mjs";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import {
  accountsRequest,
  failure,
  interactiveRequest,
  providerRequest,
  signOutRequest,
  tokenRequest,
} from "./requests.mjs";

const byId = { accountId: PERSON.id };

/**
 * Every operation of Windows that the addon waits for, and who waits.
 *
 * @type {readonly [method: string, start: (timeoutMs: number) => import("../../../src/addon.js").Pending<unknown>][]}
 */
const STAGES = [
  [
    "FindAccountProviderWithAuthorityAsync",
    (timeoutMs) => addon.findProvider(providerRequest({ timeoutMs })),
  ],
  ["FindAllAccountsWithClientIdAsync", (timeoutMs) => addon.findAccounts(accountsRequest({ timeoutMs }))],
  ["FindAccountAsync", (timeoutMs) => addon.getToken(tokenRequest({ ...byId, timeoutMs }))],
  ["GetTokenSilentlyAsync", (timeoutMs) => addon.getToken(tokenRequest({ timeoutMs }))],
  ["RequestTokenForWindowAsync", (timeoutMs) => addon.getToken(interactiveRequest({ timeoutMs }))],
  ["SignOutWithClientIdAsync", (timeoutMs) => addon.signOut(signOutRequest({ ...byId, timeoutMs }))],
];

const LONG = 60_000;

for (const [method, start] of STAGES) {
  describe(method, () => {
    test("is cancelled at once, and Windows is told", async () => {
      const log = standIn({ accounts: [PERSON], calls: { [method]: { completes: "never" } } });
      const pending = start(LONG);
      await log.happens("call", method);
      const rejected = failure(pending);
      addon.cancel(pending.id);
      const error = await rejected;
      assert.equal(error.code, "cancelled");
      assert.equal(error.message, "The operation was cancelled.");
      await log.happens("cancel", method);
      assert.equal((await log.happens("end", method)).status, 2);
    });

    test("has a time limit, and Windows is told when it is over", async () => {
      const log = standIn({ accounts: [PERSON], calls: { [method]: { completes: "never" } } });
      const error = await failure(start(500));
      assert.equal(error.code, "timeout");
      assert.equal(error.message, "The operation took longer than 500 ms.");
      await log.happens("cancel", method);
    });

    test("is given up also when Windows does not let go", async () => {
      const stuck = /** @type {const} */ ({ completes: "never", ignoresCancel: true });
      const log = standIn({ accounts: [PERSON], calls: { [method]: stuck } });
      const pending = start(LONG);
      await log.happens("call", method);
      const before = performance.now();
      addon.cancel(pending.id);
      assert.equal((await failure(pending)).code, "cancelled");
      assert.ok(performance.now() - before < 1000);
    });

    test("may end late, after it was given up", async () => {
      const late = /** @type {const} */ ({ completes: "never", cancelDelay: 300 });
      const log = standIn({ accounts: [PERSON], calls: { [method]: late } });
      const pending = start(LONG);
      await log.happens("call", method);
      addon.cancel(pending.id);
      assert.equal((await failure(pending)).code, "cancelled");
      await log.happens("end", method);
      standIn();
      await addon.findProvider(providerRequest()).answer;
    });
  });
}

test("an operation that Windows itself cancels has failed, with Windows' code for it", async () => {
  standIn({ calls: { GetTokenSilentlyAsync: { completes: "canceled" } } });
  const error = await failure(addon.getToken(tokenRequest()));
  assert.equal(error.code, "operation_failed");
  assert.equal(error.hresult, 0x800704c7);
  assert.equal(error.function, "GetTokenSilentlyAsync");
});

describe("a call of Windows that hangs", () => {
  const hanging = { calls: { GetTokenSilentlyAsync: { hangs: 5000 } } };

  test("does not keep the time limit waiting", async () => {
    standIn(hanging);
    const before = performance.now();
    assert.equal((await failure(addon.getToken(tokenRequest({ timeoutMs: 200 })))).code, "timeout");
    assert.ok(performance.now() - before < 4000);
  });

  test("does not keep a cancellation waiting, and begins nothing that is not cancelled", async () => {
    const log = standIn(hanging);
    const pending = addon.getToken(tokenRequest());
    await log.happens("call", "GetTokenSilentlyAsync");
    const before = performance.now();
    addon.cancel(pending.id);
    assert.equal((await failure(pending)).code, "cancelled");
    assert.ok(performance.now() - before < 4000);
    await log.happens("cancel", "GetTokenSilentlyAsync");
  });
});

test("cancelling before anything began begins nothing", async () => {
  const log = standIn();
  for (let round = 0; round < 20; round += 1) {
    const pending = addon.getToken(interactiveRequest());
    addon.cancel(pending.id);
    assert.equal((await failure(pending)).code, "cancelled");
  }
  await addon.findProvider(providerRequest()).answer;
  assert.equal(log.calls("RequestTokenForWindowAsync").length, 0);
});

test("cancelling twice, or after the end, does nothing", async () => {
  standIn({ calls: { "*": { delay: 50 } } });
  const pending = addon.findProvider(providerRequest());
  addon.cancel(pending.id);
  addon.cancel(pending.id);
  assert.equal((await failure(pending)).code, "cancelled");
  addon.cancel(pending.id);
});

test("one operation is cancelled and the others go on", async () => {
  const log = standIn({ calls: { GetTokenSilentlyAsync: { delay: 500 } } });
  const pending = Array.from({ length: 10 }, (_, index) =>
    addon.getToken(tokenRequest({ scope: `scope ${index}` })),
  );
  await log.happens("call", "GetTokenSilentlyAsync");
  addon.cancel(pending[3].id);
  const settled = await Promise.allSettled(pending.map(({ answer }) => answer));
  assert.deepEqual(
    settled.map(({ status }) => status),
    pending.map((_, index) => (index === 3 ? "rejected" : "fulfilled")),
  );
});

test("100 operations at once each get their own answer, and the event loop is free meanwhile", async () => {
  standIn({ answers: [{ token: "token for {scope}" }], calls: { "*": { delay: 500 } } });
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 10);
  const before = performance.now();
  const answers = await Promise.all(
    Array.from(
      { length: 100 },
      (_, index) => addon.getToken(tokenRequest({ scope: `scope ${index}` })).answer,
    ),
  );
  const took = performance.now() - before;
  clearInterval(ticking);
  assert.deepEqual(
    answers.map(({ response }) => response?.token),
    answers.map((_, index) => `token for scope ${index}`),
  );
  // One after the other they would take 100 seconds.
  assert.ok(took < 30_000, `${took} ms`);
  assert.ok(ticks > 20, `${ticks} ticks`);
});
