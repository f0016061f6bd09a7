import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createEventReader } from "../../lib/windows/events.mjs";

const REPORTER = new URL("../../lib/windows/reporter.mjs", import.meta.url).href;

/**
 * Runs a test file under node:test with the reporter.
 *
 * @param {string} source
 */
function report(source) {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-reporter-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "some.test.mjs");
  const events = join(folder, "events.jsonl");
  writeFileSync(file, source);
  const options = ["--test", `--test-reporter=${REPORTER}`, `--test-reporter-destination=${events}`];
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status } = spawnSync(process.execPath, [...options, file], { env, encoding: "utf8" });
  let shown = "";
  const reader = createEventReader({ pathOf: () => "some.test.mjs", show: (text) => (shown += text) });
  reader.take(readFileSync(events, "utf8"));
  reader.failRunning();
  return { status, shown, tally: reader.tally };
}

test("what passed, failed, was skipped or left open is told, with the error that was thrown", () => {
  const { status, shown, tally } = report(`
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
  expect(status).toBe(1);
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
  const { shown, tally } = report(source);
  expect(tally).toMatchObject({ passed: 0, failed: 1 });
  expect(shown).toMatch(says);
});
