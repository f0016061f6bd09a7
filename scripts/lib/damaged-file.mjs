/** A file cannot be read as what it should be; the message is a clause that says what is wrong with it. */
export class DamagedFile extends Error {}

/**
 * Reads from a file that may end too early.
 *
 * @template T
 * @param {() => T} read
 * @returns {T}
 * @throws {DamagedFile}
 */
export function reading(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new DamagedFile("it ends in the midst of something");
    throw error;
  }
}

/**
 * What a check finds wrong with a file; of one that cannot be read, that it is damaged.
 *
 * @param {() => string[]} check
 * @returns {string[]} a sentence for each; empty where nothing is
 */
export function problemsOrDamage(check) {
  try {
    return check();
  } catch (error) {
    if (error instanceof DamagedFile) return [`The file is damaged: ${error.message}.`];
    throw error;
  }
}
