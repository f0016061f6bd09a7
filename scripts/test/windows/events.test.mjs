import { describe, expect, test } from "vitest";
import { createEventReader } from "../../lib/windows/events.mjs";

const FILE = String.raw`W:\test\silent.test.mjs`;
const PATH = "packages/broker-windows/test/wine/silent.test.mjs";
const COMMAND = `npm run test:windows -- ${PATH}`;

const named = (/** @type {string} */ name, nesting = 0) => ({ type: "named", file: FILE, name, nesting });
const begun = (/** @type {string} */ name) => ({ type: "begun", file: FILE, name, nesting: 0 });
const ended = (/** @type {string} */ name) => ({ type: "ended", file: FILE, name, nesting: 0 });
const result = (/** @type {string} */ name, more = {}) => ({
  type: "result",
  file: FILE,
  name,
  nesting: 0,
  suite: false,
  ms: 2.6,
  ...more,
});

/** @param {readonly object[]} events */
function read(events) {
  let shown = "";
  const reader = createEventReader({ pathOf: () => PATH, show: (text) => (shown += text) });
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  for (const character of text) reader.take(character);
  return { reader, tally: reader.tally, shown };
}

describe("what node:test reported is counted and shown", () => {
  test("under its file, with the suites around it", () => {
    const { tally, shown } = read([
      named("tokens"),
      named("come", 1),
      result("come", { nesting: 1 }),
      named("go", 1),
      result("go", { nesting: 1 }),
      result("tokens", { suite: true }),
    ]);
    expect(tally).toMatchObject({ passed: 2, failed: 0, skipped: 0 });
    expect(shown).toBe(`\n ${PATH}\n   ✓ tokens > come (3 ms)\n   ✓ tokens > go (3 ms)\n`);
  });

  test("and a failed test has its error and the command that runs its file, once", () => {
    const { tally, shown } = read([
      named("tokens"),
      named("come", 1),
      result("come", { nesting: 1, error: "Error: none came\n  at here" }),
      result("tokens", { suite: true, error: "1 subtest failed" }),
    ]);
    expect(tally).toMatchObject({ passed: 0, failed: 1, failures: [`tokens > come: ${COMMAND}`] });
    expect(shown).toContain("   ✗ tokens > come (3 ms)\n     Error: none came\n       at here\n");
  });

  test("and a suite whose hook failed is a failure", () => {
    const { tally } = read([named("tokens"), result("tokens", { suite: true, error: "Error: in the hook" })]);
    expect(tally).toMatchObject({ failed: 1, failures: [`tokens: ${COMMAND}`] });
  });

  test("and a skipped test is one, with its reason", () => {
    const { tally } = read([
      named("a"),
      result("a", { skipped: "not today" }),
      named("b"),
      result("b", { skipped: "" }),
    ]);
    expect(tally).toMatchObject({
      passed: 0,
      skipped: 2,
      skips: [`a (${PATH}): not today`, `b (${PATH})`],
    });
  });

  test("and a file without a test, or one that ended badly, is a failure", () => {
    const { tally, shown } = read([named(FILE), result(FILE)]);
    expect(tally).toMatchObject({ passed: 0, failed: 1, failures: [`the file: ${COMMAND}`] });
    expect(shown).toContain("it holds no test");
    expect(read([result(FILE, { error: "exit code 3" })]).shown).toContain("exit code 3");
  });

  test("and what a test printed is shown where it was printed", () => {
    const { shown } = read([named("a"), { type: "output", text: "wärm\n" }, result("a")]);
    expect(shown).toContain("     wärm\n");
  });
});

test("tests that had not ended when the run was ended are failures; their file only where it had no other", () => {
  const { reader } = read([begun(FILE), begun("fast"), ended("fast"), begun("slow")]);
  reader.failRunning();
  expect(reader.tally).toMatchObject({ failed: 1, failures: [`slow had not ended: ${COMMAND}`] });

  const { reader: importing } = read([begun(FILE)]);
  importing.failRunning();
  expect(importing.tally.failures).toEqual([`the file had not ended: ${COMMAND}`]);
});
