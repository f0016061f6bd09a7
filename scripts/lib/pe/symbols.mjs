import { bounded, reading } from "../damaged-file.mjs";
import { offsetOf, textAt } from "./image.mjs";

/** @typedef {import("./image.mjs").Image} Image */

/**
 * @typedef {object} Import what a file needs of a library
 * @property {string} library
 * @property {readonly string[]} names of functions; `#7` for one that is asked for by its number
 */

const EXPORTS = 0;
const IMPORTS = 1;
const DELAY_IMPORTS = 13;

/** What a library is asked for by its number. */
const BY_ORDINAL_32 = 0x80_00_00_00n;
const BY_ORDINAL_64 = 0x80_00_00_00_00_00_00_00n;

/**
 * The libraries that Windows loads with a file.
 *
 * @param {Image} image
 * @returns {Import[]}
 * @throws {import("../damaged-file.mjs").DamagedFile}
 */
export function importsOf(image) {
  return descriptors(image, IMPORTS, { size: 20, name: 12, names: 0 });
}

/**
 * The libraries that a file loads when it first calls one of their functions.
 *
 * @param {Image} image
 * @returns {Import[]}
 * @throws {import("../damaged-file.mjs").DamagedFile}
 */
export function delayImportsOf(image) {
  return descriptors(image, DELAY_IMPORTS, { size: 32, name: 4, names: 16 });
}

/**
 * The names that a file exports.
 *
 * @param {Image} image
 * @returns {string[]}
 * @throws {import("../damaged-file.mjs").DamagedFile}
 */
export function exportsOf(image) {
  const { file, directories } = image;
  const directory = directories[EXPORTS] ?? 0;
  if (directory === 0) return [];
  return reading(() => {
    const table = offsetOf(image, directory);
    const count = bounded(file.readUInt32LE(table + 24));
    const names = file.readUInt32LE(table + 32);
    return Array.from({ length: count }, (_, index) =>
      textAt(image, file.readUInt32LE(offsetOf(image, names + 4 * index))),
    );
  });
}

/**
 * Reads a directory of libraries, which ends with an entry of zeros.
 *
 * @param {Image} image
 * @param {number} which
 * @param {{ size: number, name: number, names: number }} layout of an entry
 * @returns {Import[]}
 */
function descriptors(image, which, layout) {
  const { file, directories } = image;
  const directory = directories[which] ?? 0;
  if (directory === 0) return [];
  return reading(() => {
    const imports = [];
    let total = 0;
    for (let entry = offsetOf(image, directory); ; entry += layout.size) {
      const name = file.readUInt32LE(entry + layout.name);
      if (name === 0) return imports;
      const names = namesAt(image, file.readUInt32LE(entry + layout.names));
      imports.push({ library: textAt(image, name), names });
      // Of all libraries: they may have one list of names.
      total += 1 + names.length;
      bounded(total);
    }
  });
}

/**
 * @param {Image} image
 * @param {number} address of a list that ends with zero
 */
function namesAt(image, address) {
  const { file, is64Bit } = image;
  const [width, byOrdinal] = is64Bit ? [8, BY_ORDINAL_64] : [4, BY_ORDINAL_32];
  const names = [];
  for (let offset = offsetOf(image, address); ; offset += width) {
    const entry = is64Bit ? file.readBigUInt64LE(offset) : BigInt(file.readUInt32LE(offset));
    if (entry === 0n) return names;
    bounded(names.length);
    // Two bytes before the name are a hint where to find it.
    names.push((entry & byOrdinal) === 0n ? textAt(image, Number(entry) + 2) : `#${Number(entry & 0xffffn)}`);
  }
}
