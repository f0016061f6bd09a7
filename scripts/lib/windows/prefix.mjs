import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { SetUpError, say, timed } from "../log.mjs";
import { run } from "../run.mjs";
import { SETTINGS } from "./registry.mjs";
import { wineLibraries, withWine } from "./wine.mjs";

/** To be raised when a prefix is made in another way. */
const FORMAT = 1;

/** The file in a prefix that says what it was made from. It is written last. */
const STAMP = "authbroker-prefix";

/**
 * Makes sure that a prefix is a Windows in which Node.js starts. The prefix is made anew when Wine or its settings are
 * other ones, and when Node.js does not start there. It sees one folder of Linux, the one that it is in itself, as its
 * drive `W:`.
 *
 * @param {import("./wine.mjs").Wine} wine
 * @param {string} node node.exe, as a path of Windows
 * @param {import("./log-file.mjs").LogFile} log for what Wine says
 * @throws {SetUpError} with Wine's own words
 */
export async function ensurePrefix(wine, node, log) {
  const { prefix } = wine;
  const stamp = await stampOf(prefix);
  // With --version it would end before it asks for the version of Windows.
  const starts = async () => (await wine.run([node, "--eval", ""], { output: log.descriptor })) === 0;
  if (readStamp(prefix) === stamp) {
    if (await starts()) return;
    say("Node.js does not start in the Wine prefix that is there: making it anew.");
  }
  wine.stop();
  rmSync(prefix, { recursive: true, force: true });
  await timed("Making a Wine prefix", () => make(prefix, stamp, log));
  if (await starts()) return;
  throw new SetUpError(
    `${log.read()}\nNode.js does not start in a new Wine prefix; Wine's own words are above.`,
  );
}

/**
 * @param {string} prefix
 * @param {string} stamp
 * @param {import("./log-file.mjs").LogFile} log
 */
async function make(prefix, stamp, log) {
  const making = `${prefix}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const settings = "settings.reg";
  writeFileSync(join(making, "..", settings), SETTINGS);
  await withWine(making, async (wine) => {
    const output = log.descriptor;
    await wine.run(["wineboot", "--init"], { output });
    const drives = join(making, "dosdevices");
    if (!existsSync(drives))
      throw new SetUpError(`${log.read()}\nWine could not make a prefix; its own words are above.`);
    // Nothing that runs there is to see, or to write, what else is on this machine.
    rmSync(join(drives, "z:"), { force: true });
    symlinkSync("../..", join(drives, "w:"));
    await wine.run(["regedit", "/S", `W:\\${settings}`], { output });
  });
  rmSync(join(making, "..", settings));
  linkLibraries(join(making, "drive_c", "windows"));
  // A prefix is made anew with each version of Wine; by itself, Wine would write its new libraries through the links.
  writeFileSync(join(making, ".update-timestamp"), "disable\n");
  writeFileSync(join(making, STAMP), stamp);
  renameSync(making, prefix);
}

/**
 * Puts links in the place of Wine's copies of its own libraries: 83 MB instead of 693.
 *
 * @param {string} folder
 */
function linkLibraries(folder) {
  const libraries = wineLibraries();
  if (libraries === undefined) return;
  const originals = new Set(readdirSync(libraries));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !originals.has(entry.name)) continue;
    const copy = join(entry.parentPath, entry.name);
    const original = join(libraries, entry.name);
    if (!readFileSync(copy).equals(readFileSync(original))) continue;
    rmSync(copy);
    symlinkSync(original, copy);
  }
}

/**
 * A digest of everything that a prefix is made from. Its own place is in the links to the person's folders.
 *
 * @param {string} prefix
 */
async function stampOf(prefix) {
  const { output: version } = await run("wine", ["--version"], { env: { WINEDEBUG: "-all" } });
  const parts = [String(FORMAT), prefix, version, SETTINGS, wineLibraries() ?? ""];
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

/** @param {string} prefix */
function readStamp(prefix) {
  const file = join(prefix, STAMP);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
