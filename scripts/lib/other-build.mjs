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

// The child of the macOS broker is started without this process's options.
const fork = childProcess.fork.bind(childProcess);
/** @type {(file: string | URL, options?: import("node:child_process").ForkOptions) => import("node:child_process").ChildProcess} */
const forkWithThis = (file, options) => fork(file, { ...options, execArgv: ["--import", OTHER_BUILD] });
Object.assign(childProcess, { fork: forkWithThis });
syncBuiltinESMExports();
