import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetUpError, timed } from "./log.mjs";
import { run } from "./run.mjs";
import { manifestOf, members, root } from "./workspace.mjs";

/** What the last installation was made from. Inside node_modules, so that it goes when they go. */
const stampFile = join(root, "node_modules", ".authbroker-install");

/**
 * Installs the workspace's dependencies as the lockfile has them, unless they are there already.
 *
 * @throws {SetUpError} with pnpm's own words
 */
export async function ensureDependencies() {
  const folders = members();
  const stamp = stampOf(folders);
  if (isInstalled(folders) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  await timed("Installing dependencies (pnpm install --frozen-lockfile)", async () => {
    const { exitCode, output } = await run("pnpm", [
      "install",
      "--frozen-lockfile",
      // Nobody is there to answer when pnpm wants to replace a node_modules of another version.
      "--config.confirmModulesPurge=false",
    ]);
    if (exitCode !== 0) {
      throw new SetUpError(
        `${output}\npnpm install ended with status ${exitCode}. If a package.json was changed, \`pnpm install\` ` +
          `brings pnpm-lock.yaml up to date.`,
      );
    }
  });
  writeFileSync(stampFile, stamp);
}

/**
 * A digest of everything that decides what is installed.
 *
 * @param {readonly string[]} folders
 */
function stampOf(folders) {
  const files = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"].map((name) => join(root, name));
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of [...files, ...folders.map((folder) => join(folder, "package.json"))]) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** @param {readonly string[]} folders */
function isInstalled(folders) {
  return [root, ...folders].every((folder) => {
    const { dependencies, devDependencies } = manifestOf(folder);
    const wanted = Object.keys({ ...dependencies, ...devDependencies });
    return wanted.every((name) => existsSync(join(folder, "node_modules", name, "package.json")));
  });
}
