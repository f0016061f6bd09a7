// How mingw-w64 compiles the addon of the package in the current folder, and the programs that show what its flags bring.
import { readFileSync } from "node:fs";
import path from "node:path";
import nodeAddonApi from "node-addon-api";
import nodeApi from "node-api-headers";

/** What Visual Studio's build shares. */
const { variables: addon } = JSON.parse(readFileSync(path.join("native", "addon.gypi"), "utf8"));

/** The sources that both builds have, from the folder of the native code. @type {readonly string[]} */
export const addonSources = addon.addon_sources;

/** Of the addon and of what stands in for Windows in its tests. */
export const LANGUAGE_FLAGS = [
  "-std=c++17",
  "-Wall",
  "-Wextra",
  "-Wpedantic",
  "-Werror",
  // COM and Node-API call back into this code, and an exception must not cross them; nor may one leave a method of WinRT.
  "-fno-exceptions",
  "-fno-rtti",
];

export const COMPILER_FLAGS = [
  ...LANGUAGE_FLAGS,
  // Small rather than fast: what the addon calls takes a thousand times as long as the addon does.
  "-Os",
  "-fstack-protector-strong",
  // An index beyond the end of a string or a vector, and what else the standard library forbids, ends the process. This also
  // takes its strings from the headers: those of GCC's library bring what throws (mingw/standard_library.cc).
  "-D_GLIBCXX_ASSERTIONS",
  "-ffunction-sections",
  "-fdata-sections",
  // Of the machine that builds, nothing is in the file.
  `-ffile-prefix-map=${process.cwd()}=.`,
  ...addon.addon_defines.map((/** @type {string} */ define) => `-D${define}`),
  "-DNODE_GYP_MODULE_NAME=broker_windows",
  `-isystem${nodeAddonApi.include_dir}`,
  `-isystem${nodeApi.include_dir}`,
];
