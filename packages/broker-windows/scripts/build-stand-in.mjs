// Builds what stands in for Windows' Web Account Manager in tests, with MinGW, for 64-bit Windows:
//
//   node scripts/build-stand-in.mjs      .cache/stand-in/wam.dll and the programs of test/stand-in/programs
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { mingwTool } from "../../../scripts/lib/mingw.mjs";
import { adviceOnMissing } from "../../../scripts/lib/system-packages.mjs";
import { COMPILER_FLAGS, LANGUAGE_FLAGS } from "./compiler-flags.mjs";

const FLAGS = [
  ...LANGUAGE_FLAGS,
  "-O1",
  "-DUNICODE",
  "-DNOMINMAX",
  "-DWIN32_LEAN_AND_MEAN",
  "-D_WIN32_WINNT=0x0A00",
  // No library of MinGW beside the file; WinRT's functions are Windows' own.
  "-static",
  "-s",
];

const LIBRARIES = ["-lruntimeobject", "-lole32"];

/** The programs that show what becomes of the addon's own code. */
const AS_THE_ADDON = new Set(["fail_fast", "secrets"]);

const folder = fileURLToPath(new URL("..", import.meta.url));
const sources = path.join(folder, "test", "stand-in");
const out = path.join(folder, ".cache", "stand-in");
const work = path.join(folder, ".cache", "stand-in.making");

try {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  await Promise.all([buildLibrary(), ...sourcesIn(path.join(sources, "programs")).map(buildProgram)]);
  // Whoever reads them meanwhile has the old files or the new ones.
  rmSync(out, { recursive: true, force: true });
  renameSync(work, out);
} catch (error) {
  process.stderr.write(`${error.stdout ?? ""}${error.stderr ?? ""}`);
  process.stderr.write(
    `The stand-in for the Web Account Manager did not build: ${error.message.split("\n", 1)[0]}\n`,
  );
  process.stderr.write(adviceOnMissing(["mingw64"]) ?? "");
  process.exitCode = 1;
}

/** All sources at once: what takes the time is reading the headers of Windows and of C++. */
async function buildLibrary() {
  const all = path.join(work, "all.cc");
  writeFileSync(
    all,
    sourcesIn(sources)
      .map((file) => `#include "${file}"\n`)
      .join(""),
  );
  await compile("wam.dll", [...FLAGS, "-shared", all]);
  rmSync(all);
}

/** @param {string} source */
async function buildProgram(source) {
  const name = path.basename(source, ".cc");
  const flags = AS_THE_ADDON.has(name) ? [...COMPILER_FLAGS, "-static", "-s"] : FLAGS;
  await compile(`${name.replaceAll("_", "-")}.exe`, [...flags, "-municode", source]);
}

/** @param {string} there */
function sourcesIn(there) {
  return readdirSync(there)
    .filter((file) => file.endsWith(".cc"))
    .toSorted()
    .map((file) => path.join(there, file));
}

/**
 * @param {string} name of the file that is made
 * @param {readonly string[]} args
 */
async function compile(name, args) {
  const compiler = mingwTool("x86_64", "g++");
  if (compiler === undefined) throw new Error("there is no x86_64-w64-mingw32-g++");
  await promisify(execFile)(compiler, [...args, "-o", path.join(work, name), ...LIBRARIES]);
}
