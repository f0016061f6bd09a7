import { say } from "./log.mjs";
import { isLinux } from "./set-up.mjs";
import { closingLine, holds } from "./tally.mjs";

/**
 * Ends a test run: says what was skipped and what failed, and the sum as the last line.
 *
 * @param {import("./tally.mjs").Tally} total
 * @returns {number} the exit code
 */
export function report(total) {
  const maySkip = !(isLinux && process.env.CI === "true");
  if (total.skips.length > 0) {
    say(`\nSkipped${maySkip ? "" : ", which under CI=true on Linux nothing may be"}:`);
    for (const skip of total.skips) say(`  ${skip}`);
  }
  if (total.failures.length > 0) {
    say("\nFailed, each with the command that runs just that:");
    for (const failure of total.failures) say(`  ${failure}`);
  }
  if (total.passed + total.failed === 0) say("\nNo test ran.");
  process.stdout.write(`\n${closingLine(total)}\n`);
  return holds(total, { maySkip }) ? 0 : 1;
}
