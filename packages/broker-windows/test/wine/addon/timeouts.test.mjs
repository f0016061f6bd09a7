import assert from "node:assert/strict";
import { test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { STAGES } from "./operations.mjs";
import { getToken } from "./requests.mjs";

/** Long enough for a slow machine to come to the last stage, milliseconds. */
const TIMEOUT = 4000;
const TIMED_OUT = { code: "timeout", message: "The operation took longer than 4000 ms." };

test("at every stage, an operation whose time is over rejects and tells Windows", async () => {
  const first = STAGES.filter(({ method }) => method.startsWith("FindAccountProvider"));
  const second = STAGES.filter(({ method }) => method === "FindAccountAsync");
  const last = STAGES.filter((stage) => !first.includes(stage) && !second.includes(stage));
  const begun = [];
  // A stage that never ends hides those behind it, so each group has a script of its own.
  for (const group of [last, second, first]) {
    const calls = group.map(({ method }) => [method, { completes: "never" }]);
    const log = standIn({ accounts: [PERSON], calls: Object.fromEntries(calls) });
    for (const { method, begin } of group) {
      begun.push({ method, log, rejected: assert.rejects(begin({ timeoutMs: TIMEOUT }).answer, TIMED_OUT) });
    }
    for (const { method } of group) await log.happens("call", method);
  }
  assert.equal(begun.length, STAGES.length);
  for (const { method, log, rejected } of begun) {
    await rejected;
    await log.happens("cancel", method);
    assert.equal((await log.happens("end", method)).status, 2);
  }
});

for (const mode of /** @type {const} */ (["silent", "interactive"])) {
  test(`a request that is ${mode} rejects in time though Windows never ends and does not let go`, async () => {
    standIn({ calls: { "*": { completes: "never", ignoresCancel: true } } });
    await assert.rejects(getToken({ mode, timeoutMs: 50 }), { code: "timeout" });

    standIn({ answers: [{ token: "next" }] });
    assert.equal((await getToken({ mode })).response?.token, "next");
  });
}
