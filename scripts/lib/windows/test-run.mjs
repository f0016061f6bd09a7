import { copyFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { say, since } from "../log.mjs";
import { emptyTally, sum } from "../tally.mjs";
import { createEventReader } from "./events.mjs";
import { follow } from "./follow.mjs";
import { openLog } from "./log-file.mjs";
import { repositoryPath, runFolder, stage, windowsPath } from "./paths.mjs";
import { NO_REGISTRATIONS, registrations } from "./registry.mjs";

/** The longest that the tests may take together, milliseconds. */
const TIME_LIMIT = 10 * 60_000;

/** The longest that one file of them may take, milliseconds. */
const FILE_TIME_LIMIT = 4 * 60_000;

/** The folder of the tests that need a Windows without a Web Account Manager. */
const UNREGISTERED = `unregistered${sep}`;

/**
 * @typedef {object} Windows
 * @property {import("./wine.mjs").Wine} wine
 * @property {string} node node.exe, as a path of Windows
 * @property {import("./log-file.mjs").LogFile} log for what Wine says
 *
 * @typedef {{ name: string, registryFile: string, files: readonly string[] }} Installation a Windows with some registry,
 *   and the test files that are for it
 */

/**
 * @param {Windows} windows
 * @param {readonly string[]} files paths from the folder of the tests
 */
export async function runTests(windows, files) {
  copyFileSync(fileURLToPath(new URL("runner.mjs", import.meta.url)), join(runFolder, "runner.mjs"));
  /** @type {readonly Installation[]} */
  const installations = [
    {
      name: "registered",
      registryFile: registrations(windowsPath(stage, "stand-in", "wam.dll")),
      files: files.filter((file) => !file.startsWith(UNREGISTERED)),
    },
    {
      name: "unregistered",
      registryFile: NO_REGISTRATIONS,
      files: files.filter((file) => file.startsWith(UNREGISTERED)),
    },
  ];
  const start = performance.now();
  const tallies = [];
  for (const installation of installations.filter((each) => each.files.length > 0)) {
    tallies.push(await runIn(installation, windows, TIME_LIMIT - (performance.now() - start)));
  }
  const total = sum(tallies);
  say(`\n${total.passed} passed, ${total.failed} failed in Windows, ${since(start)}`);
  return total;
}

/**
 * @param {Installation} installation
 * @param {Windows} windows
 * @param {number} timeLeft milliseconds
 */
async function runIn({ name, registryFile, files }, { wine, node, log }, timeLeft) {
  const registry = join(runFolder, `${name}.reg`);
  writeFileSync(registry, registryFile);
  await wine.run(["regedit", "/S", windowsPath(registry)], { output: log.descriptor });

  const events = join(runFolder, `${name}.jsonl`);
  writeFileSync(events, "");
  const output = openLog(join(runFolder, `${name}.log`));
  const reader = createEventReader({ pathOf: repositoryPath, show: (text) => process.stdout.write(text) });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    wine.stop();
  }, timeLeft);
  const args = [
    windowsPath(runFolder, "runner.mjs"),
    windowsPath(events),
    // Most tests wait: for a delay of the stand-in, for a time limit, for a process.
    String(2 * availableParallelism()),
    String(FILE_TIME_LIMIT),
    ...files.map((file) => windowsPath(stage, "app", "test", file)),
  ];
  const running = wine.run([node, ...args], { output: output.descriptor, timeLimit: 0 });
  const exitCode = await follow(events, (text) => reader.take(text), running).finally(() => {
    clearTimeout(timer);
    output.close();
  });
  // Node.js' own words, of which there are none when all is well.
  process.stdout.write(output.read());
  return concluded(reader, exitCode, timedOut);
}

/**
 * What the events do not show: that a file ended while its tests ran, with whichever status, that the time was over, or
 * that Node.js itself ended badly.
 *
 * @param {ReturnType<typeof createEventReader>} reader
 * @param {number | null} exitCode
 * @param {boolean} timedOut
 */
export function concluded(reader, exitCode, timedOut) {
  const { tally } = reader;
  if (timedOut) say(`\nThe tests of Windows were ended: they took more than ${TIME_LIMIT / 60_000} minutes.`);
  reader.failRunning();
  if (exitCode === 0 || tally.failed > 0) return tally;
  const failure = `Windows' Node.js ended with status ${exitCode}, its own words are above: npm run test:windows`;
  return sum([tally, { ...emptyTally(), failed: 1, failures: [failure] }]);
}
