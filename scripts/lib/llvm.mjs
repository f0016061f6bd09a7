import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { which } from "./which.mjs";

/** The first version whose `ld64.lld` signs, and the last to look for. */
const OLDEST = 14;
const NEWEST = 40;

/**
 * The file of one of LLVM's tools. Distributions name them without a version, with one, or keep them in a folder of
 * their own: Debian's `lld` has no plain `ld64.lld`.
 *
 * @param {string} name
 * @param {(program: string) => string | undefined} [find] looks on PATH
 * @param {(file: string) => boolean} [exists]
 * @returns {string | undefined} undefined where there is none
 */
export function llvmTool(name, find = which, exists = existsSync) {
  const plain = find(name);
  if (plain !== undefined) return plain;
  for (let version = NEWEST; version >= OLDEST; version -= 1) {
    const versioned = find(`${name}-${version}`);
    if (versioned !== undefined) return versioned;
    const inItsFolder = `/usr/lib/llvm-${version}/bin/${name}`;
    if (exists(inItsFolder)) return inItsFolder;
  }
  return undefined;
}

/** How clang names the architectures. */
const ARCHITECTURES = new Map([
  ["x64", "x86_64"],
  ["arm64", "aarch64"],
]);

/**
 * The file of a shared library of clang's runtime.
 *
 * @param {string} name for example `asan`
 * @returns {string | undefined} undefined where there is none
 */
export function clangLibrary(name) {
  const clang = llvmTool("clang");
  if (clang === undefined) return undefined;
  // With the architecture in its name where the runtimes of all lie in one folder.
  const files = [`libclang_rt.${name}-${ARCHITECTURES.get(process.arch)}.so`, `libclang_rt.${name}.so`];
  return (
    files
      // It answers with a full path when it has the file, else with the bare name.
      .map((file) => execFileSync(clang, [`-print-file-name=${file}`], { encoding: "utf8" }).trim())
      .find((file) => isAbsolute(file))
  );
}
