/** A file cannot be read as what it should be; the message is a clause that says what is wrong with it. */
export class DamagedFile extends Error {}

/** The bytes that a text may have: a path, or the name of a symbol. */
export const LONGEST_TEXT = 1024;

/** The entries that a list may have; those of an addon have some hundreds. */
const MOST_ENTRIES = 10_000;

/**
 * The text from a place up to a NUL, which lists may share: its length is bounded as theirs is, since it is many times
 * in what is read.
 *
 * @param {Buffer} file
 * @param {number} start
 * @throws {DamagedFile}
 */
export function textIn(file, start) {
  const end = file.subarray(start, start + LONGEST_TEXT + 1).indexOf(0);
  if (end === -1) throw new DamagedFile(`a text in it has no end within ${LONGEST_TEXT} bytes`);
  return file.toString("latin1", start, start + end);
}

/**
 * The length of a list, if it is not too long. Entries may overlap, so that a small file can have any number.
 *
 * @param {number} length
 * @param {number} [most]
 * @throws {DamagedFile}
 */
export function bounded(length, most = MOST_ENTRIES) {
  if (length > most) throw new DamagedFile(`a list in it has more than ${most} entries`);
  return length;
}

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
