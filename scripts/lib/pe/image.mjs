import { bounded, DamagedFile, reading, textIn } from "../damaged-file.mjs";

/**
 * @typedef {object} Section a part of a file, and where it is in memory
 * @property {string} name
 * @property {number} address from the start of the image
 * @property {number} size in the file
 * @property {number} offset in the file
 * @property {number} characteristics
 */

/**
 * @typedef {object} Image a program or library of Windows
 * @property {Buffer} file
 * @property {number} machine `IMAGE_FILE_MACHINE_…`
 * @property {number} dllCharacteristics
 * @property {readonly Section[]} sections
 * @property {boolean} is64Bit
 * @property {readonly number[]} directories addresses of the data directories, by `IMAGE_DIRECTORY_ENTRY_…`; 0 for none
 */

const PE32 = 0x10b;
const PE32_PLUS = 0x20b;
const DIRECTORIES = 16;

/**
 * @param {Buffer} file
 * @returns {Image}
 * @throws {DamagedFile}
 */
export function readImage(file) {
  return reading(() => {
    const header = file.readUInt32LE(0x3c);
    if (file.toString("latin1", header, header + 4) !== "PE\0\0")
      throw new DamagedFile("it has no PE header");
    const sectionCount = file.readUInt16LE(header + 6);
    const optional = header + 24;
    const magic = file.readUInt16LE(optional);
    if (magic !== PE32 && magic !== PE32_PLUS)
      throw new DamagedFile("its optional header is of no known form");
    const is64Bit = magic === PE32_PLUS;
    const directories = optional + (is64Bit ? 112 : 96);
    const sections = optional + file.readUInt16LE(header + 20);
    return {
      file,
      is64Bit,
      machine: file.readUInt16LE(header + 4),
      dllCharacteristics: file.readUInt16LE(optional + 70),
      directories: Array.from({ length: DIRECTORIES }, (_, index) =>
        file.readUInt32LE(directories + 8 * index),
      ),
      sections: Array.from({ length: bounded(sectionCount) }, (_, index) =>
        readSection(file, sections + 40 * index),
      ),
    };
  });
}

/**
 * @param {Buffer} file
 * @param {number} offset
 * @returns {Section}
 */
function readSection(file, offset) {
  return {
    name: file.toString("latin1", offset, offset + 8).replace(/\0.*$/, ""),
    address: file.readUInt32LE(offset + 12),
    size: file.readUInt32LE(offset + 16),
    offset: file.readUInt32LE(offset + 20),
    characteristics: file.readUInt32LE(offset + 36),
  };
}

/**
 * Where in the file an address is.
 *
 * @param {Image} image
 * @param {number} address
 * @throws {DamagedFile}
 */
export function offsetOf({ sections }, address) {
  const section = sections.find((one) => address >= one.address && address < one.address + one.size);
  if (section === undefined) throw new DamagedFile(`nothing is at the address 0x${address.toString(16)}`);
  return section.offset + address - section.address;
}

/**
 * @param {Image} image
 * @param {number} address
 * @throws {DamagedFile}
 */
export function textAt(image, address) {
  return textIn(image.file, offsetOf(image, address));
}
