import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { SetUpError, timed } from "./log.mjs";
import { run } from "./run.mjs";
import { which } from "./which.mjs";
import { cache, manifestOf, root } from "./workspace.mjs";

const ours = join(cache, "pnpm");

/**
 * Makes sure that `pnpm` on this process's PATH, and so on its children's, is the version that package.json pins.
 * Where it is not, npm installs that version into the repository's cache folder; nothing is installed globally.
 *
 * @throws {SetUpError} when npm could not bring it
 */
export async function ensurePnpm() {
  const version = pinnedVersion();
  if (isThere(version)) return;
  // Turbo starts every package's script through the pnpm it finds on PATH.
  process.env.PATH = `${join(ours, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`;
  if (isThere(version)) return;
  await timed(`Fetching pnpm ${version} into .cache/pnpm`, () => fetchPnpm(version));
}

function pinnedVersion() {
  const { packageManager = "" } = manifestOf(root);
  const version = /^pnpm@(?<version>[\d.]+)/.exec(packageManager)?.groups?.version;
  if (version === undefined) throw new Error(`package.json: "packageManager" does not pin pnpm`);
  return version;
}

/**
 * Whether the pnpm on PATH is of a version and can be started without a shell, as turbo starts it.
 *
 * @param {string} version
 */
function isThere(version) {
  const file = which("pnpm");
  if (file === undefined || isPlaceholder(file)) return false;
  // Asked outside the repository, where neither pnpm nor corepack replaces itself by what "packageManager" names.
  const { stdout, status } = spawnSync("pnpm", ["--version"], {
    cwd: tmpdir(),
    encoding: "utf8",
    timeout: 20_000,
    shell: process.platform === "win32",
    env: { ...process.env, COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" },
  });
  return status === 0 && stdout.trim() === version;
}

/**
 * Whether a file is the script that stands in pnpm's place until pnpm's install script has run, which npm may be set
 * not to run. It begins with a comment that is no `#!` line, so only a shell can start it.
 *
 * @param {string} file
 */
function isPlaceholder(file) {
  const start = Buffer.alloc(2);
  const descriptor = openSync(file, "r");
  readSync(descriptor, start);
  closeSync(descriptor);
  return process.platform !== "win32" && start.toString() === "# ";
}

/** @param {string} version */
async function fetchPnpm(version) {
  mkdirSync(ours, { recursive: true });
  const options = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const fetched = await run("npm", ["install", "--prefix", ours, ...options, `pnpm@${version}`]);
  if (isThere(version)) return;
  let { output } = fetched;
  if (fetched.exitCode === 0) {
    const placed = await run(process.execPath, ["install.js"], { cwd: join(ours, "node_modules", "pnpm") });
    if (isThere(version)) return;
    output += placed.output;
  }
  throw new SetUpError(
    `npm could not install pnpm ${version}:\n${output}\n` +
      `Mend that, or install it yourself, then run the command again:\n\n  npm install --global pnpm@${version}\n`,
  );
}
