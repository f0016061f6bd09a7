// npm test: the checks, every test, and the native tests under the sanitizers. Arguments after -- are Vitest's: file
// names or options that narrow what runs, and then nothing else does.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checks } from "./lib/checks.mjs";
import { linuxOnly } from "./lib/linux-only.mjs";
import { say } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { run } from "./lib/run.mjs";
import { build, buildStep, isLinux, setUp } from "./lib/set-up.mjs";
import { runSteps } from "./lib/steps.mjs";
import { TO_BROWSE, TO_BUILD, TO_RUN, TO_SANITIZE } from "./lib/system-packages.mjs";
import { closingLine, emptyTally, holds, sum, tallyOfSteps, tallyOfVitest } from "./lib/tally.mjs";
import { cache, root, tool } from "./lib/workspace.mjs";

const reportFile = join(cache, "vitest.json");
const sanitizers = "packages/broker-linux/test/native/sanitize.mjs";

await main(async () => {
  const narrowed = process.argv.slice(2);
  await setUp([...TO_BUILD, ...TO_RUN, ...TO_BROWSE, ...TO_SANITIZE]);
  const total = narrowed.length > 0 ? await some(narrowed) : await everything();
  return report(total);
});

/** @param {readonly string[]} narrowed */
async function some(narrowed) {
  await build();
  return vitest(narrowed);
}

async function everything() {
  const checked = tallyOfSteps(await runSteps([buildStep, ...checks]));
  const tested = await vitest([]);
  return sum([checked, tested, isLinux ? await sanitized() : skippedHere()]);
}

/** @param {readonly string[]} args */
async function vitest(args) {
  rmSync(reportFile, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const { exitCode } = await run(process.execPath, [tool("vitest"), "run", ...reporters, ...args], {
    output: "inherit",
  });
  return tallyOfVitest(readReport(), exitCode, root);
}

/** @returns {import("./lib/tally.mjs").VitestReport | undefined} */
function readReport() {
  return existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, "utf8")) : undefined;
}

/** The native tests again, on an addon built with AddressSanitizer and UBSan. */
async function sanitized() {
  const step = {
    name: "sanitizers",
    alone: `node ${sanitizers}`,
    run: () => run(process.execPath, [sanitizers]),
  };
  return tallyOfSteps(await runSteps([step]));
}

function skippedHere() {
  const skips = [...linuxOnly, sanitizers].map((files) => `${files}: needs D-Bus, which is on Linux only`);
  return { ...emptyTally(), skipped: skips.length, skips };
}

/** @param {import("./lib/tally.mjs").Tally} total */
function report(total) {
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
