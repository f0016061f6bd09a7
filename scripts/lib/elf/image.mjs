import { bounded, DamagedFile, reading, textIn } from "../damaged-file.mjs";

/**
 * @typedef {object} Segment a part of a file that the loader maps
 * @property {number} type `PT_…`
 * @property {number} flags `PF_…`
 * @property {number} alignment bytes
 */

/**
 * @typedef {object} Section a part of a file, as the linker left it
 * @property {number} type `SHT_…`
 * @property {number} offset in the file
 * @property {number} size bytes
 * @property {number} link the index of another section, which this one uses
 * @property {string} name
 */

/**
 * @typedef {object} Image a shared library of Linux
 * @property {Buffer} file
 * @property {number} type `ET_…`
 * @property {number} machine `EM_…`
 * @property {readonly Segment[]} segments
 * @property {readonly Section[]} sections
 */

const MAGIC = "\u007fELF";
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const SEGMENT_SIZE = 56;
const SECTION_SIZE = 64;

/**
 * @param {Buffer} file
 * @returns {Image}
 * @throws {DamagedFile}
 */
export function readImage(file) {
  return reading(() => {
    if (file.toString("latin1", 0, 4) !== MAGIC) throw new DamagedFile("it has no ELF header");
    if (file.readUInt8(4) !== CLASS_64 || file.readUInt8(5) !== LITTLE_ENDIAN) {
      throw new DamagedFile("it is not of 64 bits, the low ones first");
    }
    const [segments, sections] = [offsetAt(file, 32), offsetAt(file, 40)];
    const [segmentCount, sectionCount] = [file.readUInt16LE(56), file.readUInt16LE(60)];
    const headers = Array.from({ length: bounded(sectionCount) }, (_, index) =>
      readSection(file, sections + SECTION_SIZE * index),
    );
    const names = headers[file.readUInt16LE(62)];
    if (names === undefined) throw new DamagedFile("its sections have no names");
    return {
      file,
      type: file.readUInt16LE(16),
      machine: file.readUInt16LE(18),
      segments: Array.from({ length: bounded(segmentCount) }, (_, index) =>
        readSegment(file, segments + SEGMENT_SIZE * index),
      ),
      sections: headers.map(({ nameOffset, type, offset, size, link }) => ({
        name: textAt(file, names, nameOffset),
        type,
        offset,
        size,
        link,
      })),
    };
  });
}

/**
 * @param {Buffer} file
 * @param {number} offset
 * @returns {Segment}
 */
function readSegment(file, offset) {
  return {
    type: file.readUInt32LE(offset),
    flags: file.readUInt32LE(offset + 4),
    alignment: offsetAt(file, offset + 48),
  };
}

/**
 * @param {Buffer} file
 * @param {number} offset
 */
function readSection(file, offset) {
  return {
    nameOffset: file.readUInt32LE(offset),
    type: file.readUInt32LE(offset + 4),
    offset: offsetAt(file, offset + 24),
    size: offsetAt(file, offset + 32),
    link: file.readUInt32LE(offset + 40),
  };
}

/**
 * A number of 64 bits that says where something is, or how large. One that no file can hold is beyond its end.
 *
 * @param {Buffer} file
 * @param {number} offset
 */
export function offsetAt(file, offset) {
  return Number(file.readBigUInt64LE(offset));
}

/**
 * A text of a section that holds texts, each of which ends with NUL.
 *
 * @param {Buffer} file
 * @param {Pick<Section, "offset" | "size">} section
 * @param {number} offset in the section
 * @throws {DamagedFile}
 */
export function textAt(file, section, offset) {
  const start = section.offset + offset;
  if (offset >= section.size || start >= file.length) {
    throw new DamagedFile("a text is beyond the end of its section");
  }
  return textIn(file, start);
}
