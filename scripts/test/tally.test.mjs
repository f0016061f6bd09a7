import { describe, expect, test } from "vitest";
import { closingLine, emptyTally, holds, sum, tallyOfSteps, tallyOfVitest } from "../lib/tally.mjs";

const passed = { fullName: "adds", status: "passed" };
const failed = { fullName: "divides", status: "failed" };
const pending = { fullName: "waits", status: "pending" };
const file = { name: "/repo/packages/core/test/a.test.ts", status: "passed", assertionResults: [passed] };

describe("what Vitest reported is counted", () => {
  test("one by one, with the command that runs a failed one's file", () => {
    const report = {
      testResults: [{ ...file, status: "failed", assertionResults: [passed, failed, pending] }],
    };
    expect(tallyOfVitest(report, 1, "/repo")).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      failures: ["divides: npm test -- packages/core/test/a.test.ts"],
      skips: ["waits (packages/core/test/a.test.ts)"],
    });
  });

  test("and a file that did not get as far as its tests is a failure", () => {
    const report = { testResults: [file, { ...file, status: "failed", assertionResults: [] }] };
    expect(tallyOfVitest(report, 1, "/repo")).toMatchObject({ passed: 1, failed: 1 });
  });

  test("and so is an error outside every file", () => {
    expect(tallyOfVitest({ testResults: [file] }, 1, "/repo")).toMatchObject({ passed: 1, failed: 1 });
  });

  test("and so is a run that left no report", () => {
    expect(tallyOfVitest(undefined, 137, "/repo")).toMatchObject({
      passed: 0,
      failed: 1,
      failures: ["vitest ended with status 137; its own words are above"],
    });
  });
});

test("steps count as tests, and a failed one names the command that runs just it", () => {
  const steps = [
    { name: "lint", alone: "npm run check -- lint", ok: false },
    { name: "types", alone: "npm run check -- types", ok: true },
  ];
  expect(tallyOfSteps(steps)).toMatchObject({
    passed: 1,
    failed: 1,
    failures: ["lint: npm run check -- lint"],
  });
});

test("the closing line sums every part and speaks of skipped tests only where there are some", () => {
  const part = { ...emptyTally(), passed: 2, failed: 1 };
  expect(closingLine(sum([part, part]))).toBe("4 passed, 2 failed");
  expect(closingLine(sum([part, { ...emptyTally(), skipped: 3 }]))).toBe("2 passed, 1 failed, 3 skipped");
});

test.each([
  ["a run that passed", { passed: 3 }, false, true],
  ["a run with a failure", { passed: 3, failed: 1 }, true, false],
  ["a run of no tests", {}, true, false],
  ["a run that skipped where it may", { passed: 3, skipped: 1 }, true, true],
  ["a run that skipped where it may not", { passed: 3, skipped: 1 }, false, false],
])("%s ends as it should", (_name, counts, maySkip, expected) => {
  expect(holds({ ...emptyTally(), ...counts }, { maySkip })).toBe(expected);
});
