import assert from "node:assert/strict";
import { test } from "node:test";
import { PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { runFixture } from "./run-fixture.mjs";

const MEGABYTE = 1024 * 1024;

test("1,000 operations in a row leave no memory, no thread and no object of Windows behind", async () => {
  const token = "x".repeat(10_000);
  const log = standIn({
    accounts: [PERSON],
    answers: [{ token, properties: { wamcompat_id_token: token } }],
  });
  const { code, lines, stderr } = await runFixture("many.mjs", ["100", "1000"], {
    nodeOptions: ["--expose-gc"],
  });
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  const { before, after } = JSON.parse(lines[0]);
  // One answer that is kept would be 20 MB in the end, and one thread for each operation 1,000 stacks.
  assert.ok((after - before) / MEGABYTE < 8, `${before} became ${after}`);
  const calls = log.calls("GetTokenSilentlyAsync");
  assert.equal(calls.length, 990);
  assert.equal(calls.at(-1)?.objects, calls[0].objects);
});
