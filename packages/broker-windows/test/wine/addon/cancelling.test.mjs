import assert from "node:assert/strict";
import { test } from "node:test";
import { addon } from "../support/addon.mjs";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { STAGES } from "./operations.mjs";
import { getToken, interactiveRequest, tokenRequest } from "./requests.mjs";

const CANCELLED = { code: "cancelled", message: "The operation was cancelled." };

for (const { method, begin } of STAGES) {
  test(`cancelling during ${method} rejects at once, tells Windows, and asks nothing more`, async () => {
    const log = standIn({ accounts: [PERSON], calls: { [method]: { completes: "never" } } });
    const pending = begin();
    await log.happens("call", method);
    addon.cancel(pending.id);
    await assert.rejects(pending.answer, CANCELLED);
    await log.happens("cancel", method);
    assert.equal((await log.happens("end", method)).status, 2);
    assert.equal(log.calls().at(-1)?.method, method);
  });

  test(`cancelling during ${method} does not wait for a Windows that does not let go`, async () => {
    const stuck = /** @type {const} */ ({ completes: "never", ignoresCancel: true });
    const log = standIn({ accounts: [PERSON], calls: { [method]: stuck } });
    const pending = begin();
    await log.happens("call", method);
    addon.cancel(pending.id);
    await assert.rejects(pending.answer, CANCELLED);
    await log.happens("cancel", method);
  });
}

for (const [name, course] of Object.entries({
  "as cancelled": /** @type {const} */ ({ completes: "never", cancelDelay: 500 }),
  "with an answer, not heeding it": /** @type {const} */ ({ delay: 500, ignoresCancel: true }),
})) {
  test(`an operation may end late ${name}, long after its promise has rejected`, async () => {
    const method = "GetTokenSilentlyAsync";
    const log = standIn({ answers: [{ token: "late" }], calls: { [method]: course } });
    const pending = addon.getToken(tokenRequest());
    await log.happens("call", method);
    addon.cancel(pending.id);
    await assert.rejects(pending.answer, CANCELLED);
    assert.equal(log.happened("end", method), false, "the promise did not wait for Windows");
    await log.happens("end", method);

    standIn({ answers: [{ token: "next" }] });
    assert.equal((await getToken()).response?.token, "next");
  });
}

test("cancelling before anything was asked asks nothing of the broker", async () => {
  // The broker is asked no sooner than its provider is found: this thread may be held up before it cancels.
  const log = standIn({ calls: { FindAccountProviderWithAuthorityAsync: { delay: 500 } } });
  for (let round = 0; round < 20; round += 1) {
    const pending = addon.getToken(interactiveRequest());
    addon.cancel(pending.id);
    await assert.rejects(pending.answer, CANCELLED);
  }
  await getToken();
  assert.deepEqual(log.calls("RequestTokenForWindowAsync"), []);
});

test("cancelling twice, or after the end, does nothing", async () => {
  const log = standIn({
    answers: [{ token: "t" }],
    calls: { FindAccountProviderWithAuthorityAsync: { delay: 50 } },
  });
  const pending = addon.getToken(tokenRequest());
  addon.cancel(pending.id);
  addon.cancel(pending.id);
  await assert.rejects(pending.answer, CANCELLED);
  addon.cancel(pending.id);

  const other = addon.getToken(tokenRequest({ scope: "other" }));
  assert.equal((await other.answer).response?.token, "t");
  addon.cancel(other.id);
  assert.deepEqual(
    log.calls("GetTokenSilentlyAsync").map(({ scope }) => scope),
    ["other"],
  );
});

test("cancelling one of several leaves the others alone", async () => {
  const method = "GetTokenSilentlyAsync";
  const log = standIn({ answers: [{ token: "{scope}" }], calls: { [method]: { delay: 500 } } });
  const pending = ["0", "1", "2", "3"].map((scope) => addon.getToken(tokenRequest({ scope })));
  await log.happens("call", method);
  addon.cancel(pending[1]?.id ?? 0);
  const settled = await Promise.allSettled(pending.map(({ answer }) => answer));
  assert.deepEqual(
    settled.map((result) =>
      result.status === "fulfilled" ? result.value.response?.token : result.reason.code,
    ),
    ["0", "cancelled", "2", "3"],
  );
});
