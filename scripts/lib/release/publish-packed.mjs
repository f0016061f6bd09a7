import { SetUpError, say } from "../log.mjs";
import { packedFile, packedManifest, published } from "../packed.mjs";
import { run } from "../run.mjs";
import { manifestOf } from "../workspace.mjs";

/** It goes first: all the others want it. */
const CORE = "@authbroker/core";

/**
 * Publishes every packed package that the registry does not have, so that a release that broke off in the middle is
 * finished by the same command.
 *
 * @param {readonly string[]} options of npm publish
 * @throws {SetUpError} when a package was not packed in its version, or with npm's own words
 */
export async function publishPacked(options) {
  const manifests = published().map(manifestOf);
  // Nothing is published unless all can be.
  for (const manifest of manifests) await checkPacked(manifest);
  for (const { name, version } of manifests.toSorted((one, other) => rank(one) - rank(other))) {
    if (await isPublished(name, version)) {
      say(`${name} ${version} is there already`);
    } else {
      await publish(name, options);
      say(`${name} ${version} is published`);
    }
  }
}

/** @param {{ name: string }} manifest */
const rank = ({ name }) => (name === CORE ? 0 : 1);

/** @param {import("../workspace.mjs").Manifest} manifest */
async function checkPacked({ name, version }) {
  const file = packedFile(name);
  const packed = await packedManifest(file);
  if (packed.version === version) return;
  throw new SetUpError(
    `${file} is ${name} ${packed.version}, and its package.json says ${version}. ` +
      `Pack the packages again: npm run release:pack`,
  );
}

/**
 * @param {string} name
 * @param {string} version
 */
async function isPublished(name, version) {
  const { exitCode, output } = await run("npm", ["view", `${name}@${version}`, "version", "--json"]);
  if (exitCode === 0) return output.includes(`"${version}"`);
  if (output.includes("E404")) return false;
  throw new SetUpError(`${output}\nnpm could not ask the registry for ${name}; its own words are above.`);
}

/**
 * @param {string} name
 * @param {readonly string[]} options
 */
async function publish(name, options) {
  const args = ["publish", packedFile(name), "--access=public", "--loglevel=error", ...options];
  const { exitCode, output } = await run("npm", args);
  if (exitCode === 0) return;
  throw new SetUpError(
    `${output}\nnpm could not publish ${name}; its own words are above. ` +
      `Mend that, then run the command again: what is published already is left alone.`,
  );
}
