import assert from "node:assert/strict";
import { test } from "node:test";
import { selfTest } from "./support/programs.mjs";
import { standIn, WORK } from "./support/stand-in.mjs";

test("the stand-in has the manners of the real Web Account Manager", async () => {
  const log = standIn({ calls: { "*": { delay: 200 } } });
  const lines = await selfTest(WORK.id);
  assert.deepEqual(
    lines.filter((line) => !line.startsWith("holds: ")),
    [],
  );
  assert.equal(lines.length, 17);
  assert.equal(log.calls("FindAccountProviderAsync").length, 5);
});

test("a script that the stand-in cannot read fails the test that wrote it", async () => {
  const log = standIn({ calls: { "*": { delay: -1 } } });
  await selfTest(WORK.id);
  assert.throws(() => log.calls(), /line 3 of the script has a word that is not a number/);
});

test("a misspelt word is refused before the script is written", () => {
  assert.throws(
    () => standIn({ calls: { FindAccountAsync: { dealy: 5 } } }),
    new TypeError('a call of FindAccountAsync of the stand-in has no "dealy"'),
  );
});
