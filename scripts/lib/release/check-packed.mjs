import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { TARGETS } from "../addons/targets.mjs";
import { SetUpError } from "../log.mjs";
import { packedFile, packedManifest } from "../packed.mjs";
import { run } from "../run.mjs";
import { manifestOf } from "../workspace.mjs";

/**
 * Makes sure that the tarball of a package is one to publish: of the version that its package.json says, and with every
 * addon that it is to have.
 *
 * @param {string} folder the package's
 * @param {{ everyAddon: boolean }} options false goes without those that Linux cannot build
 * @returns {Promise<{ name: string, version: string, integrity: string }>} `integrity` as npm has it
 * @throws {SetUpError} with what is wrong with it, and what to type
 */
export async function checkPacked(folder, { everyAddon }) {
  const { name, version } = manifestOf(folder);
  const file = packedFile(name);
  const packed = await packedManifest(file);
  if (packed.version !== version) {
    throw new SetUpError(
      `${file} is ${name} ${packed.version}, and its package.json says ${version}. ` +
        `Pack the packages again: npm run release:pack`,
    );
  }
  await checkAddons(folder, everyAddon);
  const digest = createHash("sha512").update(readFileSync(file)).digest("base64");
  return { name, version, integrity: `sha512-${digest}` };
}

/**
 * Whether the tarball has its addons. What they are is checked where packages of others are installed: check:prebuilds
 * holds those in the folder, and a test of the tarballs compares the two.
 *
 * @param {string} folder
 * @param {boolean} every
 */
async function checkAddons(folder, every) {
  const file = packedFile(manifestOf(folder).name);
  const { exitCode, output } = await run("tar", ["-tzf", file]);
  if (exitCode !== 0) throw new SetUpError(`${output}\ntar could not read ${file}.`);
  const packed = new Set(output.split("\n"));
  const missing = TARGETS.filter(({ broker, onLinux }) => broker === basename(folder) && (every || onLinux))
    .map(({ name, broker }) => `prebuilds/${name}/${broker}.node`)
    .filter((addon) => !packed.has(`package/${addon}`));
  if (missing.length === 0) return;
  throw new SetUpError(
    `${file} is not published, for it lacks ${missing.join(" and ")}. ` +
      `npm run check:prebuilds -- --release says where each addon is from; then pack again: npm run release:pack`,
  );
}
