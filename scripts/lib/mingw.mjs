import { which } from "./which.mjs";

/** @typedef {"x86_64" | "i686"} MingwTarget GCC's name for the processor of a Windows */

/**
 * The file of one of mingw-w64's tools. Debian has its compiler twice; the one with POSIX threads has the standard
 * library's mutex, and goes by its plain name elsewhere.
 *
 * @param {MingwTarget} target
 * @param {"g++" | "dlltool"} name
 * @param {(program: string) => string | undefined} [find] looks on PATH
 * @returns {string | undefined} undefined where there is none
 */
export function mingwTool(target, name, find = which) {
  return find(`${target}-w64-mingw32-${name}-posix`) ?? find(`${target}-w64-mingw32-${name}`);
}
