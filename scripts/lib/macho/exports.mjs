import { bounded, DamagedFile, LONGEST_TEXT } from "../damaged-file.mjs";
import { Cursor } from "./bytes.mjs";

/**
 * The symbols that an image offers to others, by name.
 *
 * @param {import("./image.mjs").Image} image
 * @returns {string[]}
 * @throws {DamagedFile}
 */
export function exportsOf({ exports }) {
  if (exports === undefined || exports.length === 0) return [];
  /** @type {string[]} */
  const names = [];
  const nodes = [{ offset: 0, name: "" }];
  for (let read = 0; nodes.length > 0; read += 1) {
    // A tree with more nodes than bytes has one that is its own ancestor.
    if (read > exports.length) throw new DamagedFile("the table of exports goes in circles");
    const { offset, name } = /** @type {{ offset: number, name: string }} */ (nodes.pop());
    // One that is its own child has a name without end.
    if (name.length > LONGEST_TEXT) {
      throw new DamagedFile(`a name in the table of exports has more than ${LONGEST_TEXT} bytes`);
    }
    const node = new Cursor(exports, offset);
    const size = node.leb128();
    if (size > 0) names.push(name);
    node.offset += size;
    for (let children = node.u8(); children > 0; children -= 1) {
      nodes.push({ name: name + node.cString(), offset: node.leb128() });
      bounded(read + nodes.length);
    }
  }
  return names.toSorted();
}
