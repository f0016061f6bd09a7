import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { exclusively } from "./lock.mjs";
import { SetUpError, timed } from "./log.mjs";
import { run } from "./run.mjs";

/**
 * A package of the npm registry that is fetched and not installed: one that is for another system, or of which several
 * versions are wanted side by side.
 *
 * @typedef {object} Pinned
 * @property {string} name
 * @property {string} version
 * @property {string} integrity of the tarball, as the registry tells it
 * @property {string} file what is wanted of it, as a path inside the package
 * @property {boolean} [alone] whether nothing else of it is unpacked
 * @property {string} label what it is, and of what size, for the person who waits
 */

/**
 * Makes sure of a pinned package in a folder.
 *
 * @param {Pinned} pinned
 * @param {string} folder
 * @returns {Promise<string>} the path of the file that is wanted of it
 * @throws {SetUpError} with npm's own words, or when what came is not what was pinned
 */
export async function ensurePinned(pinned, folder) {
  const there = join(folder, `${flat(pinned.name)}-${pinned.version}`);
  const file = join(there, pinned.file);
  if (existsSync(file)) return file;
  await exclusively(`${there}.lock`, async () => {
    if (existsSync(file)) return;
    await timed(`Fetching ${pinned.label}`, () => bring(pinned, there));
  });
  if (existsSync(file)) return file;
  throw new SetUpError(
    `${pinned.name} ${pinned.version} came without ${pinned.file}, which is wanted of it.`,
  );
}

/**
 * A name without what a file name cannot have, as npm makes it.
 *
 * @param {string} name
 */
const flat = (name) => name.replace("@", "").replace("/", "-");

/**
 * @param {Pinned} pinned
 * @param {string} there
 */
async function bring(pinned, there) {
  const fetching = `${there}.fetching`;
  for (const old of [fetching, there]) rmSync(old, { recursive: true, force: true });
  mkdirSync(fetching, { recursive: true });
  const tarball = await fetch(pinned, fetching);
  checkIntegrity(pinned, readFileSync(tarball));
  const wanted = pinned.alone ? [`package/${pinned.file}`] : [];
  const unpacked = await run("tar", ["-xzf", tarball, "-C", fetching, "--strip-components=1", ...wanted]);
  if (unpacked.exitCode !== 0) throw new SetUpError(unpacked.output);
  rmSync(tarball);
  renameSync(fetching, there);
}

/**
 * @param {Pinned} pinned
 * @param {string} folder
 */
async function fetch({ name, version, label }, folder) {
  const npmCache = join(folder, "npm");
  const options = ["--pack-destination", folder, "--cache", npmCache, "--loglevel=error"];
  // A plain `npm install` refuses what is for another system.
  const { exitCode, output } = await run("npm", ["pack", `${name}@${version}`, ...options]);
  rmSync(npmCache, { recursive: true, force: true });
  if (exitCode === 0) return join(folder, `${flat(name)}-${version}.tgz`);
  throw new SetUpError(
    `${output}\nnpm could not fetch ${name} ${version}, which is ${label}. ` +
      `Its own words are above; mend that, then run the command again.`,
  );
}

/**
 * @param {Pinned} pinned
 * @param {Buffer} tarball
 */
function checkIntegrity({ name, version, integrity: wanted }, tarball) {
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
  if (integrity === wanted) return;
  throw new SetUpError(
    `The registry's ${name} ${version} is not the one this repository was tested with: its digest is\n` +
      `  ${integrity}\nand not\n  ${wanted}\nAsk whoever runs the registry; nothing was unpacked.`,
  );
}
