import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { SetUpError } from "../log.mjs";
import { manifestOf } from "../workspace.mjs";

/**
 * @typedef {object} GitHub
 * @property {string} api its address
 * @property {string} repository owner and name
 * @property {string} token
 */

/**
 * What is next on the way to a release. A version that was made and is not out goes first, whatever was merged after it:
 * its release broke off, or never began.
 *
 * @param {string} checkout
 * @param {GitHub} gitHub
 * @returns {Promise<{ next: "publish" | "version" | "nothing", version: string }>} `version` is the one that the packages
 *   have
 * @throws {SetUpError} when GitHub does not say whether the version is out
 */
export async function plan(checkout, gitHub) {
  const { version } = manifestOf(join(checkout, "packages", "core"));
  if (wasMade(checkout, version) && !(await isOut(version, gitHub))) return { next: "publish", version };
  return { next: hasChangesets(checkout) ? "version" : "nothing", version };
}

/**
 * Whether changesets made a version. What the packages were called before the first release is in no changelog.
 *
 * @param {string} checkout
 * @param {string} version
 */
function wasMade(checkout, version) {
  const changelog = join(checkout, "packages", "core", "CHANGELOG.md");
  return existsSync(changelog) && readFileSync(changelog, "utf8").split("\n").includes(`## ${version}`);
}

/** @param {string} checkout */
function hasChangesets(checkout) {
  return readdirSync(join(checkout, ".changeset")).some(
    (name) => name.endsWith(".md") && name !== "README.md",
  );
}

/**
 * Whether a version has its release on GitHub, which is made when every package is published.
 *
 * @param {string} version
 * @param {GitHub} gitHub
 */
async function isOut(version, { api, repository, token }) {
  const address = `${api}/repos/${repository}/releases/tags/v${version}`;
  const { status } = await fetch(address, { headers: { authorization: `Bearer ${token}` } }).catch(
    (error) => {
      // The cause says why; the error itself says that fetch failed.
      const { cause = error } = error;
      throw new SetUpError(
        `GitHub did not answer when it was asked for ${address}: ${cause}. Run the workflow again.`,
      );
    },
  );
  if (status === 200 || status === 404) return status === 200;
  throw new SetUpError(
    `GitHub answered with status ${status} when it was asked for ${address}. Run the workflow again.`,
  );
}
