import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifestOf } from "../workspace.mjs";

/**
 * Packages as the workspace has them installed, with all that they depend on.
 *
 * @param {readonly string[]} names
 * @param {string} folder the package that names them
 * @returns {Map<string, string>} the folder of each
 * @throws {Error} when two versions of a package are needed: they would not fit into one node_modules
 */
export function installedPackages(names, folder) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const queue = names.map((name) => ({ name, from: folder }));
  for (let wanted = queue.pop(); wanted !== undefined; wanted = queue.pop()) {
    const { name, from } = wanted;
    const there = find(name, from);
    const other = found.get(name);
    if (other !== undefined && other !== there)
      throw new Error(`two versions of ${name}: ${other}, ${there}`);
    if (other !== undefined) continue;
    found.set(name, there);
    for (const dependency of Object.keys(manifestOf(there).dependencies ?? {})) {
      queue.push({ name: dependency, from: there });
    }
  }
  return found;
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
