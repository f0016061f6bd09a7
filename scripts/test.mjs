// npm test: the checks, every test, the native tests under the sanitizers, and those of Windows under Wine. Arguments
// after -- are Vitest's: file names or options that narrow what runs, and then nothing else does.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checks } from "./lib/checks.mjs";
import { ensureNodes } from "./lib/linux/nodes.mjs";
import { linuxOnly } from "./lib/linux-only.mjs";
import { SetUpError, say } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { ensurePackageManagers } from "./lib/package-managers.mjs";
import { pack, packStep } from "./lib/packed.mjs";
import { report } from "./lib/report.mjs";
import { run } from "./lib/run.mjs";
import { build, buildStep, isLinux, setUp } from "./lib/set-up.mjs";
import { runSteps } from "./lib/steps.mjs";
import { TO_RUN_WINDOWS, TO_TEST } from "./lib/system-packages.mjs";
import { emptyTally, sum, tallyOfSteps, tallyOfVitest } from "./lib/tally.mjs";
import { testWindows, whyNotHere } from "./lib/windows/suite.mjs";
import { cache, root, tool } from "./lib/workspace.mjs";

const reportFile = join(cache, "vitest.json");
const toRunWindows = whyNotHere === undefined ? TO_RUN_WINDOWS : [];

/** What runs the native tests of an addon under the sanitizers. */
const sanitizers = ["linux", "macos"].map((system) => `packages/broker-${system}/test/native/sanitize.mjs`);

await main(async () => {
  const narrowed = process.argv.slice(2);
  await setUp([...TO_TEST, ...(narrowed.length > 0 ? [] : toRunWindows)]);
  const total = narrowed.length > 0 ? await some(narrowed) : await everything();
  return report(total);
});

/** @param {readonly string[]} narrowed */
async function some(narrowed) {
  await build();
  await pack();
  return vitest(narrowed);
}

async function everything() {
  const checked = tallyOfSteps(await runSteps([buildStep, packStep, ...checks]));
  if (isLinux) {
    await ensureNodes();
    await ensurePackageManagers();
  }
  const tested = await vitest([]);
  return sum([checked, tested, isLinux ? await sanitized() : skippedHere(), await windows()]);
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

/** The native tests again, on addons built with AddressSanitizer and UBSan. */
async function sanitized() {
  const steps = sanitizers.map((script) => ({
    name: "sanitizers",
    alone: `node ${script}`,
    run: () => run(process.execPath, [script]),
  }));
  return tallyOfSteps(await runSteps(steps));
}

/** The tests of the Windows broker, in Windows' Node.js. */
async function windows() {
  const alone = "npm run test:windows";
  if (whyNotHere !== undefined) return { ...emptyTally(), skipped: 1, skips: [`${alone}: ${whyNotHere}`] };
  try {
    return await testWindows([]);
  } catch (error) {
    // What the other tests found is told all the same.
    if (!(error instanceof SetUpError)) throw error;
    say(`\n${error.message}`);
    return { ...emptyTally(), failed: 1, failures: [`the tests of Windows did not run: ${alone}`] };
  }
}

function skippedHere() {
  const skips = [...linuxOnly, ...sanitizers].map((files) => `${files}: needs Linux, for D-Bus or GNUstep`);
  return { ...emptyTally(), skipped: skips.length, skips };
}
