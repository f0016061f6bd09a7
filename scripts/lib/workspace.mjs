import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** The git-ignored folder for what the scripts fetch and write. */
export const cache = join(root, ".cache");

/**
 * @typedef {object} Manifest the members of a package.json that the scripts read
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {string} [packageManager]
 * @property {Record<string, string>} [scripts]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {string | Record<string, string>} [bin]
 */

/**
 * @param {string} folder
 * @returns {Manifest}
 */
export function manifestOf(folder) {
  return /** @type {Manifest} */ (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
}

/** The folders of the workspace's packages and examples, as pnpm-workspace.yaml lists them. */
export function members() {
  return ["packages", "examples"].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => join(root, group, name))
      .filter((folder) => existsSync(join(folder, "package.json")))
      .toSorted(),
  );
}

/**
 * The script, for Node.js to run, of a tool the root package depends on. It goes round `node_modules/.bin`, whose
 * entries are shell scripts on Windows.
 *
 * @param {string} packageName
 * @param {string} [binName] where it differs from the package's name
 */
export function tool(packageName, binName = packageName) {
  const folder = join(root, "node_modules", packageName);
  const { bin } = manifestOf(folder);
  const file = typeof bin === "string" ? bin : bin?.[binName];
  if (file === undefined) throw new Error(`${packageName} has no executable named ${binName}`);
  return join(folder, file);
}
