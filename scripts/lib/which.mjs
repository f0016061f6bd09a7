import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * The file that a program's name stands for on PATH.
 *
 * @param {string} program
 */
export function which(program) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
