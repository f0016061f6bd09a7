import { bounded, DamagedFile } from "../damaged-file.mjs";
import { Cursor } from "./bytes.mjs";

/**
 * @typedef {object} Import a symbol that the dynamic linker binds
 * @property {string} name
 * @property {string} from the install name of the library it is looked up in, or one of {@link ELSEWHERE}
 * @property {boolean} weak whether the file loads without it
 */

/** Where a symbol is looked up that names no library. */
const ELSEWHERE = new Map([
  [0, "the file itself"],
  [-1, "the main program"],
  [-2, "whatever is loaded"],
  [-3, "whatever is loaded, weakly"],
]);

/** How a Node-API symbol is looked up: the program that loads the file has it, whatever that program is. */
export const FLAT_LOOKUP = "whatever is loaded";

/**
 * The symbols of an image that others define, each once, by name.
 *
 * @param {import("./image.mjs").Image} image
 * @returns {Import[]}
 * @throws {DamagedFile}
 */
export function importsOf(image) {
  const bound = [
    ...image.bindings.flatMap(runBindings),
    ...(image.chainedFixups === undefined ? [] : readChainedImports(image.chainedFixups)),
  ];
  /** @type {Map<string, Import>} */
  const imports = new Map();
  for (const { name, library, weak } of bound) {
    const from = ELSEWHERE.get(library) ?? image.libraries[library - 1]?.path;
    if (from === undefined)
      throw new DamagedFile(`${name} is bound to library ${library}, which there is not`);
    imports.set(`${name} ${from} ${weak}`, { name, from, weak });
  }
  return [...imports.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * @typedef {object} Binding
 * @property {string} name
 * @property {number} library its place among the libraries, from 1, or 0 or less with a meaning of its own
 * @property {boolean} weak
 */

const WEAK_IMPORT = 1;

/**
 * Runs a program of binding opcodes (`BIND_OPCODE_…` of <mach-o/loader.h>), without binding anything.
 *
 * @param {import("./bytes.mjs").Bytes} bytes
 * @returns {Binding[]}
 */
function runBindings(bytes) {
  const program = new Cursor(bytes);
  const bindings = [];
  let [name, library, weak] = ["", 0, false];
  while (!program.atEnd) {
    bounded(bindings.length);
    const byte = program.u8();
    const [opcode, operand] = [Math.floor(byte / 16), byte % 16];
    switch (opcode) {
      case 0x0: // DONE: the lazy ones are many short programs
      case 0x5: // SET_TYPE_IMM
        break;
      case 0x1: // SET_DYLIB_ORDINAL_IMM
        library = operand;
        break;
      case 0x2: // SET_DYLIB_ORDINAL_ULEB
        library = program.leb128();
        break;
      case 0x3: // SET_DYLIB_SPECIAL_IMM, a negative number in four bits
        library = operand === 0 ? 0 : operand - 16;
        break;
      case 0x4: // SET_SYMBOL_TRAILING_FLAGS_IMM
        name = program.cString();
        weak = operand % 2 === WEAK_IMPORT;
        break;
      case 0x6: // SET_ADDEND_SLEB
      case 0x7: // SET_SEGMENT_AND_OFFSET_ULEB
      case 0x8: // ADD_ADDR_ULEB
        program.leb128();
        break;
      case 0x9: // DO_BIND
      case 0xb: // DO_BIND_ADD_ADDR_IMM_SCALED
        bindings.push({ name, library, weak });
        break;
      case 0xa: // DO_BIND_ADD_ADDR_ULEB
        program.leb128();
        bindings.push({ name, library, weak });
        break;
      case 0xc: // DO_BIND_ULEB_TIMES_SKIPPING_ULEB
        program.leb128();
        program.leb128();
        bindings.push({ name, library, weak });
        break;
      default:
        throw new DamagedFile(
          `the table of bindings has an opcode 0x${opcode.toString(16)}, which means nothing`,
        );
    }
  }
  return bindings;
}

/** The one form of imports that linkers write unless there are millions of them or some have addends. */
const DYLD_CHAINED_IMPORT = 1;

/**
 * Reads the imports of a `dyld_chained_fixups_header` (<mach-o/fixup-chains.h>).
 *
 * @param {import("./bytes.mjs").Bytes} bytes
 * @returns {Binding[]}
 */
function readChainedImports(bytes) {
  const [imports, symbols, count, format] = [bytes.u32(8), bytes.u32(12), bytes.u32(16), bytes.u32(20)];
  if (format !== DYLD_CHAINED_IMPORT) throw new DamagedFile(`its imports are in format ${format}, not 1`);
  return Array.from({ length: bounded(count) }, (_, index) => {
    const entry = bytes.u32(imports + index * 4);
    // From the low bits: the library in eight, whether it is weak in one, the name's offset in the rest.
    const library = entry % 0x1_00;
    return {
      name: bytes.cString(symbols + Math.floor(entry / 0x2_00)),
      library: library < 0xf0 ? library : library - 0x1_00,
      weak: Math.floor(entry / 0x1_00) % 2 === 1,
    };
  });
}
