import { cpSync, existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifestOf } from "./workspace.mjs";

/**
 * Packages as the workspace has them installed, with all that they depend on.
 *
 * @param {readonly { name: string, from: string }[]} wanted each with the folder of the package that names it
 * @returns {Map<string, string>} the folder of each
 * @throws {Error} when two versions of a package are needed: they would not fit into one node_modules
 */
export function installedPackages(wanted) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const queue = [...wanted];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { name, from } = next;
    const folder = find(name, from);
    const other = found.get(name);
    if (other !== undefined && other !== folder) {
      throw new Error(`two versions of ${name}: ${other}, ${folder}`);
    }
    if (other !== undefined) continue;
    found.set(name, folder);
    queue.push(...dependenciesOf(folder));
  }
  return found;
}

/**
 * What a package depends on.
 *
 * @param {string} folder
 */
export function dependenciesOf(folder) {
  return Object.keys(manifestOf(folder).dependencies ?? {}).map((name) => ({ name, from: folder }));
}

/**
 * Copies a package without what is installed in its folder.
 *
 * @param {string} from
 * @param {string} to
 */
export function copyWithoutModules(from, to) {
  const modules = join(from, "node_modules");
  cpSync(from, to, { recursive: true, dereference: true, filter: (source) => source !== modules });
}

/**
 * Finds a package as Node.js does, from the folder of the one that depends on it upwards.
 *
 * @param {string} name
 * @param {string} from
 */
function find(name, from) {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const there = join(folder, "node_modules", name);
    if (existsSync(there)) return realpathSync(there);
  }
  throw new Error(`${name}, which ${from} depends on, is not installed`);
}
