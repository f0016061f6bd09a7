import assert from "node:assert/strict";
import { test } from "node:test";
import { secretsLeft } from "./support/programs.mjs";

test("the memory of a text that may be a token is wiped before it is given back", async () => {
  assert.equal(await secretsLeft(), 0);
});
