import { SetUpError, say } from "../log.mjs";
import { packedFile, published } from "../packed.mjs";
import { run } from "../run.mjs";
import { checkPacked } from "./check-packed.mjs";

/** It goes first: all the others want it. */
const CORE = "@authbroker/core";

/**
 * Publishes every packed package that the registry does not have, so that a release that broke off in the middle is
 * finished by the same command. What the registry has is to be that same tarball, for one release is of one commit.
 *
 * @param {readonly string[]} options of npm publish
 * @param {{ everyAddon?: boolean }} [wanted] `everyAddon` false: also broker packages without what Linux cannot build
 * @throws {SetUpError} when a package was not packed in its version or lacks an addon, when the registry has it from
 *   another build, or with npm's own words
 */
export async function publishPacked(options, { everyAddon = true } = {}) {
  // Nothing is published unless all can be.
  const all = await Promise.all(
    published().map(async (folder) => {
      const packed = await checkPacked(folder, { everyAddon });
      return { packed, isThere: await hasRegistry(packed) };
    }),
  );
  for (const { packed, isThere } of all.toSorted((a, b) => rank(a.packed) - rank(b.packed))) {
    const { name, version } = packed;
    if (!isThere) await publish(name, options);
    say(`${name} ${version} is ${isThere ? "there already" : "published"}`);
  }
}

/** @param {{ name: string }} packed */
const rank = ({ name }) => (name === CORE ? 0 : 1);

/**
 * Whether the registry has a tarball.
 *
 * @param {Awaited<ReturnType<typeof checkPacked>>} packed
 * @throws {SetUpError} when it has another one by that name and version
 */
async function hasRegistry({ name, version, integrity }) {
  const asked = await run("npm", [
    "view",
    `${name}@${version}`,
    "dist.integrity",
    "--json",
    "--loglevel=error",
  ]);
  if (asked.output.includes(integrity)) return true;
  if (asked.output.includes("E404") || asked.output.trim() === "") return false;
  if (asked.exitCode === 0) {
    throw new SetUpError(
      `The registry has ${name} ${version} from another build than ${packedFile(name)}; nothing is published now. ` +
        `"Re-run failed jobs", of the workflow run that published it, publishes the rest of that build; ` +
        `else give ${version} up: make its release on GitHub by hand, and the next changeset makes the next version.`,
    );
  }
  throw new SetUpError(
    `${asked.output}\nnpm could not ask the registry for ${name}; its own words are above.`,
  );
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
