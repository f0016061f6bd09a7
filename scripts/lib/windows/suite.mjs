import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { exclusively } from "../lock.mjs";
import { SetUpError, say, since, timed } from "../log.mjs";
import { turbo } from "../set-up.mjs";
import { emptyTally, sum } from "../tally.mjs";
import { cache, root } from "../workspace.mjs";
import { createEventReader } from "./events.mjs";
import { follow } from "./follow.mjs";
import { openLog } from "./log-file.mjs";
import { ensureWindowsNode } from "./node.mjs";
import { ensurePrefix } from "./prefix.mjs";
import { NO_REGISTRATIONS, registrations } from "./registry.mjs";
import { layOut, TESTS } from "./stage.mjs";
import { withWine } from "./wine.mjs";

/** All that is kept, and all that Windows sees of this machine: it is drive `W:` there. */
const folder = join(cache, "windows");
const prefix = join(folder, "prefix");
const runFolder = join(folder, "run");

/** The longest that the tests may take together, milliseconds. */
const TIME_LIMIT = 10 * 60_000;

/** The longest that one file of them may take, milliseconds. */
const FILE_TIME_LIMIT = 4 * 60_000;

/** How often a file is looked at, milliseconds. */
const INTERVAL = 20;

/** The folder of the tests that need a Windows without a Web Account Manager. */
const UNREGISTERED = `unregistered${sep}`;

/** Why these tests cannot run on this machine; undefined where they can. */
export const whyNotHere =
  process.platform === "linux" && process.arch === "x64"
    ? undefined
    : `needs Linux on x86-64, where Wine runs Windows' Node.js; this is ${process.platform} on ${process.arch}`;

/** @typedef {{ name: string, registryFile: string, files: readonly string[] }} Installation of Windows */

/**
 * Runs the tests of the Windows broker in Windows' own Node.js, under Wine, and shows what they say.
 *
 * @param {readonly string[]} narrowed parts of the paths of the test files to run; all of them without any
 * @returns {Promise<import("../tally.mjs").Tally>}
 * @throws {SetUpError}
 */
export function testWindows(narrowed) {
  const files = filesFor(narrowed);
  return exclusively(join(folder, "lock"), async () => {
    const node = windowsPath(join(await ensureWindowsNode(folder), "node.exe"));
    rmSync(runFolder, { recursive: true, force: true });
    mkdirSync(runFolder);
    const log = openLog(join(runFolder, "wine.log"));
    try {
      return await withWine(prefix, async (wine) => {
        await ensurePrefix(wine, node, log);
        await timed("Building the stand-in for the Web Account Manager", buildStandIn);
        await timed("Laying out what runs in Windows", () => layOut(join(folder, "stage")));
        await openDesktop(wine);
        return await runTests(wine, node, files, log);
      });
    } finally {
      log.close();
    }
  });
}

/** @throws {SetUpError} with the compiler's own words */
async function buildStandIn() {
  const { exitCode, output } = await turbo(["build:stand-in"]);
  if (exitCode !== 0) throw new SetUpError(output);
}

/**
 * Opens the desktop and keeps it open until Wine ends, so that no test does: whoever opens it gives explorer.exe its pipes.
 *
 * @param {import("./wine.mjs").Wine} wine
 * @throws {SetUpError}
 */
async function openDesktop(wine) {
  const output = openLog(join(runFolder, "desktop.log"));
  const program = windowsPath(join(folder, "stage", "stand-in", "desktop.exe"));
  let ended = false;
  void wine.run([program], { output: output.descriptor }).then(
    () => (ended = true),
    // The command was told to end, and says so elsewhere.
    () => (ended = true),
  );
  while (!output.read().includes("open")) {
    if (ended) throw new SetUpError("Wine could not open a desktop.");
    await sleep(INTERVAL);
  }
  output.close();
}

/** @param {readonly string[]} narrowed */
function filesFor(narrowed) {
  const all = existsSync(TESTS)
    ? readdirSync(TESTS, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.mjs"))
    : [];
  const wanted = narrowed.map((part) => part.replaceAll("\\", "/"));
  const files = all.filter(
    (file) => wanted.length === 0 || wanted.some((part) => join(TESTS, file).includes(part)),
  );
  if (files.length > 0) return files.toSorted();
  throw new SetUpError(
    `No test file has ${narrowed.join(" or ") || ".test.mjs"} in its path. The tests of Windows are in ` +
      `${relative(root, TESTS)}.`,
  );
}

/**
 * @param {import("./wine.mjs").Wine} wine
 * @param {string} node
 * @param {readonly string[]} files
 * @param {import("./log-file.mjs").LogFile} log
 */
async function runTests(wine, node, files, log) {
  copyFileSync(fileURLToPath(new URL("runner.mjs", import.meta.url)), join(runFolder, "runner.mjs"));
  const standIn = windowsPath(join(folder, "stage", "stand-in", "wam.dll"));
  /** @type {readonly Installation[]} */
  const installations = [
    {
      name: "registered",
      registryFile: registrations(standIn),
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
  for (const installation of installations) {
    const left = TIME_LIMIT - (performance.now() - start);
    if (installation.files.length > 0) tallies.push(await runIn(installation, { wine, node, log, left }));
  }
  const total = sum(tallies);
  say(`\n${total.passed} passed, ${total.failed} failed in Windows, ${since(start)}`);
  return total;
}

/**
 * @param {Installation} installation
 * @param {{ wine: import("./wine.mjs").Wine, node: string, log: import("./log-file.mjs").LogFile, left: number }} options
 */
async function runIn({ name, registryFile, files }, { wine, node, log, left }) {
  const registry = join(runFolder, `${name}.reg`);
  writeFileSync(registry, registryFile);
  await wine.run(["regedit", "/S", windowsPath(registry)], { output: log.descriptor });

  const events = join(runFolder, `${name}.jsonl`);
  writeFileSync(events, "");
  const output = openLog(join(runFolder, `${name}.log`));
  const reader = createEventReader({ pathOf, show: (text) => process.stdout.write(text) });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    wine.stop();
  }, left);
  const args = [
    windowsPath(join(runFolder, "runner.mjs")),
    windowsPath(events),
    String(availableParallelism()),
    String(FILE_TIME_LIMIT),
    ...files.map((file) => windowsPath(join(folder, "stage", "app", "test", file))),
  ];
  const running = wine.run([node, ...args], { output: output.descriptor });
  const exitCode = await follow(events, (text) => reader.take(text), running).finally(() => {
    clearTimeout(timer);
    output.close();
  });
  const said = output.read();
  if (said !== "") process.stdout.write(said);
  return concluded(reader, exitCode, timedOut);
}

/**
 * What the events do not show: that the time was over, or that Node.js itself ended badly.
 *
 * @param {ReturnType<typeof createEventReader>} reader
 * @param {number} exitCode
 * @param {boolean} timedOut
 */
function concluded(reader, exitCode, timedOut) {
  const { tally } = reader;
  if (timedOut) {
    say(`\nThe tests of Windows were ended: they took more than ${TIME_LIMIT / 60_000} minutes.`);
    reader.failRunning();
  }
  if (exitCode === 0 || tally.failed > 0) return tally;
  const failure = `Windows' Node.js ended with status ${exitCode}, its own words are above: npm run test:windows`;
  return sum([tally, { ...emptyTally(), failed: 1, failures: [failure] }]);
}

/**
 * The path in Windows of a file of ours.
 *
 * @param {string} file
 */
function windowsPath(file) {
  return `W:\\${relative(folder, file).replaceAll(sep, "\\")}`;
}

/**
 * The path in this repository of a test file of Windows, which Node.js gives as a path or as a URL.
 *
 * @param {string} file
 */
function pathOf(file) {
  const inTests = file.replaceAll("\\", "/").replace(/^.*\/stage\/app\/test\//, "");
  return relative(root, join(TESTS, inTests));
}
