import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { exclusively } from "../lock.mjs";
import { SetUpError, timed } from "../log.mjs";
import { turbo } from "../set-up.mjs";
import { root } from "../workspace.mjs";
import { openDesktop } from "./desktop.mjs";
import { openLog } from "./log-file.mjs";
import { ensureWindowsNode } from "./node.mjs";
import { drive, runFolder, TESTS, windowsPath } from "./paths.mjs";
import { ensurePrefix } from "./prefix.mjs";
import { layOut } from "./stage.mjs";
import { runTests } from "./test-run.mjs";
import { withWine } from "./wine.mjs";

/** Why these tests cannot run on this machine; undefined where they can. */
export const whyNotHere =
  process.platform === "linux" && process.arch === "x64"
    ? undefined
    : `needs Linux on x86-64, where Wine runs Windows' Node.js; this is ${process.platform} on ${process.arch}`;

/**
 * Runs the tests of the Windows broker in Windows' own Node.js, under Wine, and shows what they say.
 *
 * @param {readonly string[]} narrowed parts of the paths of the test files to run; all of them without any
 * @returns {Promise<import("../tally.mjs").Tally>}
 * @throws {SetUpError}
 */
export function testWindows(narrowed) {
  const files = filesFor(narrowed);
  return exclusively(join(drive, "lock"), async () => {
    const node = windowsPath(await ensureWindowsNode(drive), "node.exe");
    rmSync(runFolder, { recursive: true, force: true });
    mkdirSync(runFolder);
    const log = openLog(join(runFolder, "wine.log"));
    try {
      return await withWine(join(drive, "prefix"), async (wine) => {
        await ensurePrefix(wine, node, log);
        await timed("Building the stand-in for the Web Account Manager", buildStandIn);
        await timed("Laying out what runs in Windows", layOut);
        await openDesktop(wine);
        return await runTests({ wine, node, log }, files);
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
 * @param {readonly string[]} narrowed
 * @returns {string[]} paths from the folder of the tests
 */
function filesFor(narrowed) {
  const all = existsSync(TESTS) ? readdirSync(TESTS, { recursive: true, encoding: "utf8" }) : [];
  const files = all.filter(
    (file) =>
      file.endsWith(".test.mjs") &&
      (narrowed.length === 0 || narrowed.some((part) => join(TESTS, file).includes(part))),
  );
  if (files.length > 0) return files.toSorted();
  throw new SetUpError(
    `No test file has ${narrowed.join(" or ") || ".test.mjs"} in its path. The tests of Windows are in ` +
      `${relative(root, TESTS)}.`,
  );
}
