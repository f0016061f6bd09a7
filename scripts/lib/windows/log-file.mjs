import { closeSync, openSync, readFileSync } from "node:fs";

/**
 * @typedef {object} LogFile a file that programs write to
 * @property {number} descriptor
 * @property {() => string} read what they have written
 * @property {() => void} close
 */

/**
 * @param {string} file
 * @returns {LogFile}
 */
export function openLog(file) {
  const descriptor = openSync(file, "w");
  return {
    descriptor,
    read: () => readFileSync(file, "utf8"),
    close: () => closeSync(descriptor),
  };
}
