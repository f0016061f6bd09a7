// Has a process load the addons of another build, for tests: of the folder that AUTHBROKER_TEST_BUILD names, which has
// `prebuilds` as a package has. Imported first (`--import`), so that the packages themselves need no such switch.
import childProcess from "node:child_process";
import { existsSync } from "node:fs";

import { syncBuiltinESMExports } from "node:module";
import path from "node:path";

/** This file, for those that start another process. */
export const OTHER_BUILD = import.meta.url;

const dlopen = process.dlopen.bind(process);
process.dlopen = (module, file, ...flags) => {
  const target = `${process.platform}-${process.arch}`;
  const there = path.join(
    process.env["AUTHBROKER_TEST_BUILD"] ?? "",
    "prebuilds",
    target,
    path.basename(file),
  );
  dlopen(module, existsSync(there) ? there : file, ...flags);
};

// The child of the macOS broker is started without this process's options. Other children are none of our business.
const fork = childProcess.fork.bind(childProcess);
/**
 * @param {string} file
 * @param {string[] | import("node:child_process").ForkOptions} [first]
 * @param {import("node:child_process").ForkOptions} [options]
 */
function forkWithThis(file, first, options) {
  if (Array.isArray(first)) return fork(file, first, options);
  const own = path.basename(file) === "child.js" ? { execArgv: ["--import", OTHER_BUILD] } : {};
  return fork(file, { ...first, ...own });
}
Object.assign(childProcess, { fork: forkWithThis });
syncBuiltinESMExports();
