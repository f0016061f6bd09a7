import { join, relative, sep } from "node:path";
import { cache, root } from "../workspace.mjs";

/** All that is kept, and all that Windows sees of this machine: it is drive `W:` there. */
export const drive = join(cache, "windows");

/** What runs in Windows, laid out anew for each run. */
export const stage = join(drive, "stage");

/** What the last run wrote. */
export const runFolder = join(drive, "run");

/** The tests that run in Windows' Node.js; in Windows they are in the application. */
export const TESTS = join(root, "packages", "broker-windows", "test", "wine");

/**
 * The path in Windows of a file on its drive.
 *
 * @param {...string} parts
 */
export function windowsPath(...parts) {
  return `W:\\${relative(drive, join(...parts)).replaceAll(sep, "\\")}`;
}

/**
 * The path in this repository of a test file of Windows, which Node.js gives as a path or as a URL.
 *
 * @param {string} file
 */
export function repositoryPath(file) {
  const inTests = file.replaceAll("\\", "/").replace(/^.*\/stage\/app\/test\//, "");
  return relative(root, join(TESTS, inTests));
}
