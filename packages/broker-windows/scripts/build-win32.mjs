// Builds the addon of the package in the current folder: prebuilds/win32-<arch>/broker-windows.node.
//
//   node scripts/build-win32.mjs
//
// On Linux it is cross-built with mingw-w64, for x64 and ia32. On Windows, Visual Studio builds the same sources by
// native/binding.gyp, for this machine's architecture. Elsewhere there is nothing to build.
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import nodeApi from "node-api-headers";
import { mingwTool } from "../../../scripts/lib/mingw.mjs";
import { adviceOnMissing, TO_COMPILE_FOR_WINDOWS } from "../../../scripts/lib/system-packages.mjs";
import { addonSources, COMPILER_FLAGS } from "./compiler-flags.mjs";

const NAME = "broker-windows.node";
const WORK = path.join(".cache", "win32");
const ALL = path.join(WORK, "all.cc");

/**
 * @typedef {object} Target
 * @property {string} arch Node.js' name for the architecture
 * @property {import("../../../scripts/lib/mingw.mjs").MingwTarget} gcc GCC's
 * @property {string} machine dlltool's
 * @property {readonly string[]} compilerFlags that only this architecture has
 * @property {readonly string[]} linkerFlags that only this architecture has
 */

/** @type {readonly Target[]} */
const TARGETS = [
  {
    arch: "x64",
    gcc: "x86_64",
    machine: "i386:x86-64",
    compilerFlags: [],
    linkerFlags: ["-Wl,--high-entropy-va"],
  },
  {
    arch: "ia32",
    gcc: "i686",
    machine: "i386",
    // 32-bit Windows has no use for tables of how to unwind a function.
    compilerFlags: ["-fno-asynchronous-unwind-tables"],
    // There is no handler of structured exceptions in the file: whoever overwrites one on the stack gains nothing.
    linkerFlags: ["-Wl,--no-seh"],
  },
];

/** What Visual Studio and node-gyp bring themselves. */
const OF_MINGW = ["mingw/host_binding.cc", "mingw/stack_guard.cc", "mingw/standard_library.cc"];

const SOURCES = [...addonSources, ...OF_MINGW];

const LINKER_FLAGS = [
  "-shared",
  // GCC's libraries are in the file: it imports KERNEL32 and the C runtime only.
  "-static",
  "-s",
  "-Wl,--dynamicbase,--nxcompat,--gc-sections",
  // The same sources make the same file.
  "-Wl,--no-insert-timestamp",
];

try {
  if (process.platform === "linux") await crossBuild();
  if (process.platform === "win32") buildWithVisualStudio();
} catch (error) {
  const words = `${error.stdout ?? ""}${error.stderr ?? ""}`;
  const cause = words === "" ? error.message : "its output is above";
  process.stderr.write(`${words}The native addon for Windows did not build: ${cause}.\n`);
  process.stderr.write(adviceOnMissing(TO_COMPILE_FOR_WINDOWS) ?? "");
  process.exitCode = 1;
}

async function crossBuild() {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  // One file, because what takes the time is reading the headers of Windows and of C++.
  writeFileSync(ALL, SOURCES.map((source) => `#include "${path.resolve("native", source)}"\n`).join(""));
  await Promise.all(TARGETS.map(buildFor));
}

/** @param {Target} target */
async function buildFor({ arch, gcc, machine, compilerFlags, linkerFlags }) {
  const folder = path.join(WORK, arch);
  mkdirSync(folder);
  const object = path.join(folder, "all.o");
  await tool(gcc, "g++", [...COMPILER_FLAGS, ...compilerFlags, "-c", ALL, "-o", object]);

  const definition = path.join(folder, "node.def");
  writeFileSync(definition, ["LIBRARY node.exe", "EXPORTS", ...nodeApiFunctions(), ""].join("\n"));
  // A library whose functions are looked up when they are first called, by mingw/host_binding.cc. An ordinary import
  // would name node.exe, and neither Electron nor a renamed Node.js could load the file.
  const library = path.join(folder, "libnode.a");
  await tool(gcc, "dlltool", ["-m", machine, "-d", definition, "-y", library]);

  const linked = path.join(folder, NAME);
  // The map says what of which library is in the file: a test holds THIRD-PARTY-NOTICES.txt against it.
  const map = `-Wl,-Map=${path.join(folder, "broker-windows.map")}`;
  await tool(gcc, "g++", [...LINKER_FLAGS, ...linkerFlags, map, object, library, "-ldelayimp", "-o", linked]);
  const out = path.join("prebuilds", `win32-${arch}`);
  mkdirSync(out, { recursive: true });
  // Whoever reads it meanwhile has the old file or the new one.
  renameSync(linked, path.join(out, NAME));
}

/** The functions of the Node-API version that is built for, and of no later one. */
function nodeApiFunctions() {
  const { js_native_api_symbols: engine, node_api_symbols: node } = nodeApi.symbols.v8;
  return [...engine, ...node];
}

/**
 * @param {import("../../../scripts/lib/mingw.mjs").MingwTarget} target
 * @param {"g++" | "dlltool"} name
 * @param {readonly string[]} args
 */
async function tool(target, name, args) {
  const file = mingwTool(target, name);
  if (file === undefined) throw new Error(`there is no ${target}-w64-mingw32-${name}`);
  await promisify(execFile)(file, args);
}

function buildWithVisualStudio() {
  const script = fileURLToPath(new URL("../../../scripts/build-native.mjs", import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
