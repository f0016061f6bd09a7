/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures what failed, each with the command that runs just that
 * @property {string[]} skips what was skipped, each with the reason where one is known
 */

/**
 * What of Vitest's JSON report is read.
 *
 * @typedef {object} VitestReport
 * @property {{
 *   name: string,
 *   status: string,
 *   assertionResults: { fullName: string, status: string }[],
 * }[]} testResults one for each test file
 */

/** @returns {Tally} */
export function emptyTally() {
  return { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
}

/**
 * @param {readonly import("./steps.mjs").StepResult[]} steps
 * @returns {Tally}
 */
export function tallyOfSteps(steps) {
  const failed = steps.filter((step) => !step.ok);
  return {
    ...emptyTally(),
    passed: steps.length - failed.length,
    failed: failed.length,
    failures: failed.map((step) => `${step.name}: ${step.alone}`),
  };
}

/**
 * Counts what Vitest reported. A file that failed outside its tests, say while it was imported, counts as one
 * failure, and so does a run that failed in a way the report does not show.
 *
 * @param {VitestReport | undefined} report undefined where Vitest ended without writing one
 * @param {number} exitCode Vitest's own
 * @param {string} root the folder that paths are told from
 * @returns {Tally}
 */
export function tallyOfVitest(report, exitCode, root) {
  const tally = emptyTally();
  for (const { name, status, assertionResults } of report?.testResults ?? []) {
    const file = name.startsWith(root) ? name.slice(root.length).replace(/^[/\\]/, "") : name;
    const failedBefore = tally.failed;
    for (const test of assertionResults) {
      if (test.status === "passed") {
        tally.passed += 1;
      } else if (test.status === "failed") {
        tally.failed += 1;
        tally.failures.push(`${test.fullName}: npm test -- ${file}`);
      } else {
        tally.skipped += 1;
        tally.skips.push(`${test.fullName} (${file})`);
      }
    }
    if (status === "failed" && tally.failed === failedBefore) {
      tally.failed += 1;
      tally.failures.push(`${file} did not run: npm test -- ${file}`);
    }
  }
  if (exitCode !== 0 && tally.failed === 0) {
    tally.failed += 1;
    tally.failures.push(`vitest ended with status ${exitCode}; its own words are above`);
  }
  return tally;
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  const total = emptyTally();
  for (const tally of tallies) {
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
    total.failures.push(...tally.failures);
    total.skips.push(...tally.skips);
  }
  return total;
}

/**
 * The last line of a test run, which programs read too.
 *
 * @param {Tally} tally
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * Whether the run counts as a success: something ran, nothing failed, and nothing was skipped where nothing may be.
 *
 * @param {Tally} tally
 * @param {{ maySkip: boolean }} options
 */
export function holds({ passed, failed, skipped }, { maySkip }) {
  return failed === 0 && passed > 0 && (maySkip || skipped === 0);
}
