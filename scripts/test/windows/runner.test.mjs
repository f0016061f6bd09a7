import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { createEventReader } from "../../lib/windows/events.mjs";
import { concluded } from "../../lib/windows/test-run.mjs";

const RUNNER = fileURLToPath(new URL("../../lib/windows/runner.mjs", import.meta.url));

/**
 * Runs a test file, and reads what the runner writes.
 *
 * @param {string} source
 */
function runFile(source) {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-runner-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "some.test.mjs");
  const events = join(folder, "events.jsonl");
  writeFileSync(file, source);
  const { status, stderr } = spawnSync(process.execPath, [RUNNER, events, "2", "60000", file], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  let shown = "";
  const reader = createEventReader({ pathOf: () => "some.test.mjs", show: (text) => (shown += text) });
  reader.take(readFileSync(events, "utf8"));
  return { shown, tally: concluded(reader, status, false) };
}

test("what passed, failed, was skipped or left open is told, with the error that was thrown", () => {
  const { shown, tally } = runFile(`
    import assert from "node:assert/strict";
    import { suite, test } from "node:test";
    suite("numbers", () => {
      test("are alike", () => assert.equal(1, 1));
      test("are not", () => assert.equal(1, 2));
    });
    test("later", { skip: "no time" }, () => {});
    test("one day", { todo: true }, () => {});
    console.log("said in passing");
  `);
  expect(tally).toMatchObject({ passed: 1, failed: 1, skipped: 2 });
  expect(tally.failures).toEqual(["numbers > are not: npm run test:windows -- some.test.mjs"]);
  expect(tally.skips).toContain("later (some.test.mjs): no time");
  expect(shown).toContain("✓ numbers > are alike");
  expect(shown).toMatch(/✗ numbers > are not .*\n +AssertionError/);
  expect(shown).toContain("said in passing");
});

test.each([
  ["does not load", "import 'nowhere';", /nowhere/],
  ["ends in the middle", "process.exit(3);", /exit|3|failed/],
  ["holds no test", "", /holds no test/],
])("a file that %s is a failure", (_name, source, says) => {
  const { shown, tally } = runFile(source);
  expect(tally).toMatchObject({ passed: 0, failed: 1 });
  expect(shown).toMatch(says);
});

test("a file that ends its process while a test runs is a failure, whatever it says of itself", () => {
  const { tally } = runFile(`
    import { test } from "node:test";
    import { setImmediate } from "node:timers/promises";
    test("first", () => {});
    test("second", async () => {
      // By then the first is told, without which the whole file would be said to have failed.
      await setImmediate();
      process.exit(0);
    });
    test("third", () => {
      throw new Error("it fails");
    });
  `);
  expect(tally).toMatchObject({
    passed: 1,
    failed: 1,
    failures: ["second had not ended: npm run test:windows -- some.test.mjs"],
  });
});
