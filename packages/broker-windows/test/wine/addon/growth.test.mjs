import assert from "node:assert/strict";
import { test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { runFixture } from "./run-fixture.mjs";

const MEGABYTE = 1024 * 1024;

test("1,000 operations in a row leave no memory, no handle, no thread and no object of WinRT behind", async () => {
  const token = "x".repeat(4000);
  const log = standIn({
    accounts: [PERSON],
    answers: [{ token, properties: { wamcompat_id_token: token } }],
  });
  const { code, lines, stderr } = await runFixture("many.mjs", ["100", "1000"], {
    nodeOptions: ["--expose-gc"],
  });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const { before, after } = JSON.parse(lines[0]);
  // One answer that is kept would be 16 MB in the end, and one thread for each operation 1,000 stacks.
  assert.ok((after.memory - before.memory) / MEGABYTE < 8, lines[0]);
  // Threads of operations that were cancelled may be at their end still, and each has a few.
  assert.ok(after.handles - before.handles < 100, lines[0]);
  const calls = log.calls("GetTokenSilentlyAsync");
  assert.equal(calls.length, 990);
  // An operation that has just ended may not have let go of everything yet.
  const objects = Number(calls.at(-1)?.objects) - calls[0].objects;
  assert.ok(objects < 20, `${objects} objects`);
});
