import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { SetUpError, timed } from "./log.mjs";
import { run } from "./run.mjs";
import { cache, manifestOf, root } from "./workspace.mjs";

const ours = join(cache, "pnpm");
const ourBin = join(ours, "node_modules", ".bin");

/**
 * Makes sure that `pnpm` on this process's PATH, and so on its children's, is the version that package.json pins.
 * Where it is not, npm installs that version into the repository's cache folder; nothing is installed globally.
 *
 * @throws {SetUpError} when npm could not bring it
 */
export async function ensurePnpm() {
  const version = pinnedVersion();
  if (versionOf("pnpm") === version) return;
  // Turbo starts every package's script through the pnpm it finds on PATH.
  process.env.PATH = `${ourBin}${delimiter}${process.env.PATH ?? ""}`;
  if (versionOf("pnpm") === version) return;
  await timed(`Fetching pnpm ${version} into .cache/pnpm`, () => fetchPnpm(version));
}

function pinnedVersion() {
  const { packageManager = "" } = manifestOf(root);
  const version = /^pnpm@(?<version>[\d.]+)/.exec(packageManager)?.groups?.version;
  if (version === undefined) throw new Error(`package.json: "packageManager" does not pin pnpm`);
  return version;
}

/**
 * The version a pnpm says it has. Asked outside the repository, where neither pnpm nor corepack replaces itself by
 * what "packageManager" names.
 *
 * @param {string} program
 */
function versionOf(program) {
  const { stdout, status } = spawnSync(program, ["--version"], {
    cwd: tmpdir(),
    encoding: "utf8",
    timeout: 20_000,
    shell: process.platform === "win32",
    env: { ...process.env, COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" },
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** @param {string} version */
async function fetchPnpm(version) {
  mkdirSync(ours, { recursive: true });
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const { output } = await run("npm", ["install", "--prefix", ours, ...quiet, `pnpm@${version}`]);
  if (versionOf("pnpm") === version) return;
  // pnpm puts its executable in place in an install script, which npm may have been told not to run.
  const installed = join(ours, "node_modules", "pnpm");
  const script = await run(process.execPath, [join(installed, "install.js")], { cwd: installed });
  if (versionOf("pnpm") === version) return;
  throw new SetUpError(
    `npm could not install pnpm ${version}:\n${output}${script.output}\n` +
      `Mend that, or install it yourself, then run the command again:\n\n  npm install --global pnpm@${version}\n`,
  );
}
