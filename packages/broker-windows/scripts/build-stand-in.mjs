// Builds what stands in for Windows' Web Account Manager in tests, with MinGW, for 64-bit Windows:
//
//   node scripts/build-stand-in.mjs      .cache/stand-in/wam.dll and the programs of test/stand-in/programs
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const COMPILER = "x86_64-w64-mingw32-g++-posix";

const COMPILER_FLAGS = [
  "-std=c++17",
  "-O1",
  "-Wall",
  "-Wextra",
  "-Wpedantic",
  "-Werror",
  // An exception must not leave a method of WinRT: what would throw ends the process.
  "-fno-exceptions",
  "-fno-rtti",
  "-DUNICODE",
  "-DNOMINMAX",
  "-DWIN32_LEAN_AND_MEAN",
  "-D_WIN32_WINNT=0x0A00",
];

/** No library of MinGW beside the file; WinRT's functions are Windows' own. */
const LINKER_FLAGS = ["-static", "-s"];
const LIBRARIES = ["-lruntimeobject", "-lole32"];

const folder = fileURLToPath(new URL("..", import.meta.url));
const sources = path.join(folder, "test", "stand-in");
const out = path.join(folder, ".cache", "stand-in");
const work = path.join(folder, ".cache", "stand-in-objects");

const execute = promisify(execFile);

try {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  mkdirSync(out, { recursive: true });
  const objects = await compileAll(sourcesIn(sources));
  await link("wam.dll", ["-shared", ...objects]);
  for (const program of sourcesIn(path.join(sources, "programs"))) {
    const object = await compile(program);
    await link(`${path.basename(program, ".cc").replaceAll("_", "-")}.exe`, ["-municode", object]);
  }
} catch (error) {
  process.stderr.write(`${error.stdout ?? ""}${error.stderr ?? ""}`);
  process.stderr.write(
    `The stand-in for the Web Account Manager did not build: ${error.message.split("\n", 1)[0]}\n`,
  );
  process.exitCode = 1;
}

/** @param {string} there */
function sourcesIn(there) {
  return readdirSync(there)
    .filter((file) => file.endsWith(".cc"))
    .map((file) => path.join(there, file));
}

/**
 * Compiles on every core.
 *
 * @param {readonly string[]} files
 */
async function compileAll(files) {
  const queue = files.values();
  /** @type {string[]} */
  const objects = [];
  const worker = async () => {
    for (const file of queue) objects.push(await compile(file));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return objects;
}

/** @param {string} file */
async function compile(file) {
  const object = path.join(work, `${path.basename(file)}.o`);
  await execute(COMPILER, [...COMPILER_FLAGS, "-c", file, "-o", object]);
  return object;
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
async function link(name, args) {
  const linked = path.join(work, name);
  await execute(COMPILER, [...LINKER_FLAGS, ...args, "-o", linked, ...LIBRARIES]);
  // Whoever reads it meanwhile has the old file or the new one.
  renameSync(linked, path.join(out, name));
}
