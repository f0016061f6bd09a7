import assert from "node:assert/strict";
import { test } from "node:test";
import { failFast } from "./support/programs.mjs";

/** The status that a process ends with which asked Windows to end it at once. */
const STATUS_FAIL_FAST_EXCEPTION = 0xc0_00_06_02;

for (const [mistake, what] of Object.entries({
  memory: "memory that is not there",
  length: "a vector that is too long",
  range: "a part of a string beyond its end",
  function: "a call of an empty function",
  precondition: "an element beyond the end of a vector",
  stack: "an array that was written beyond its end",
})) {
  test(`${what} ends the process at once, without a word`, async () => {
    assert.deepEqual(await failFast(mistake), { exitCode: STATUS_FAIL_FAST_EXCEPTION, output: "" });
  });
}

test("a process without such a mistake ends well", async () => {
  assert.deepEqual(await failFast(), { exitCode: 0, output: "" });
});
