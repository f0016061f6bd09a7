import { bounded, DamagedFile } from "../damaged-file.mjs";

/** Where a `class_t` of the Objective-C runtime has the address of its `class_ro_t`, and that the address of the name. */
const DATA = 32;
const NAME = 24;

/**
 * The names of the Objective-C classes that an image defines. Its pointers have to be plain addresses, as they are before
 * the form of macOS 12.
 *
 * @param {import("./image.mjs").Image} image
 * @returns {string[]}
 * @throws {DamagedFile}
 */
export function classNamesOf(image) {
  const list = image.sections.find(({ name }) => name === "__objc_classlist");
  if (list === undefined) return [];
  const names = [];
  bounded(list.size / 8);
  for (let entry = 0; entry < list.size; entry += 8) {
    const classAt = offsetOf(image.bytes.u64(list.offset + entry), image);
    // Its lowest bits are flags.
    const dataAt = offsetOf(Math.floor(image.bytes.u64(classAt + DATA) / 8) * 8, image);
    names.push(image.bytes.cString(offsetOf(image.bytes.u64(dataAt + NAME), image)));
  }
  return names;
}

/**
 * The place in the slice of what is loaded at an address.
 *
 * @param {number} address
 * @param {import("./image.mjs").Image} image
 */
function offsetOf(address, { segments }) {
  const segment = segments.find((one) => address >= one.address && address < one.address + one.size);
  if (segment === undefined) throw new DamagedFile(`it points to ${address}, where nothing is loaded`);
  return address - segment.address + segment.offset;
}
