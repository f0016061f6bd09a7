import { bounded, DamagedFile } from "../damaged-file.mjs";
import { Bytes } from "./bytes.mjs";

/**
 * @typedef {object} Library one that the dynamic linker loads with the file
 * @property {string} path its install name
 * @property {boolean} weak whether the file loads without it
 */

/**
 * @typedef {object} Segment
 * @property {string} name
 * @property {number} address
 * @property {number} offset in the slice
 * @property {number} size in the slice
 * @property {boolean} writable
 * @property {boolean} executable
 */

/**
 * @typedef {object} Section
 * @property {string} name
 * @property {number} offset in the slice
 * @property {number} size
 */

/**
 * @typedef {object} Image the code for one architecture, with what the dynamic linker reads of it
 * @property {string} architecture
 * @property {number} offset of its slice in the file
 * @property {Bytes} bytes its slice
 * @property {string} type
 * @property {ReadonlySet<string>} flags
 * @property {string} platform
 * @property {string} minimumOs for example `11.0`
 * @property {readonly Library[]} libraries in the order that symbols name them
 * @property {readonly string[]} searchPaths of libraries (`LC_RPATH`)
 * @property {readonly Segment[]} segments
 * @property {readonly Section[]} sections
 * @property {readonly Bytes[]} bindings programs of opcodes that bind symbols, up to macOS 12's form
 * @property {Bytes | undefined} chainedFixups what binds symbols in the form from then on
 * @property {Bytes | undefined} exports
 * @property {{ offset: number, bytes: Bytes } | undefined} signature `offset` is in the slice
 */

const UNIVERSAL = 0xca_fe_ba_be;
/** All that Apple ever had. Each is read whole, and they may overlap. */
const MOST_ARCHITECTURES = 8;
const MACH_O_64 = 0xfe_ed_fa_cf;

const ARCHITECTURES = new Map([
  [0x1_00_00_07, "x86_64"],
  [0x1_00_00_0c, "arm64"],
]);

const TYPES = new Map([
  [2, "MH_EXECUTE"],
  [6, "MH_DYLIB"],
  [8, "MH_BUNDLE"],
]);

const FLAGS = {
  MH_NOUNDEFS: 0x1,
  MH_DYLDLINK: 0x4,
  MH_TWOLEVEL: 0x80,
  MH_ALLOW_STACK_EXECUTION: 0x2_00_00,
};

const PLATFORMS = new Map([
  [1, "macOS"],
  [6, "Mac Catalyst"],
]);

/** Load commands, by their numbers without the bit that says that the dynamic linker must know them. */
const COMMANDS = {
  LOAD_DYLIB: 0x0c,
  LOAD_WEAK_DYLIB: 0x18,
  SEGMENT_64: 0x19,
  RPATH: 0x1c,
  CODE_SIGNATURE: 0x1d,
  DYLD_INFO: 0x22,
  BUILD_VERSION: 0x32,
  DYLD_EXPORTS_TRIE: 0x33,
  DYLD_CHAINED_FIXUPS: 0x34,
};

const WRITE = 2;
const EXECUTE = 4;

/**
 * Reads a Mach-O file: a universal one, or one for a single architecture.
 *
 * @param {Buffer} buffer
 * @returns {Image[]} in the file's order
 * @throws {DamagedFile}
 */
export function readImages(buffer) {
  const file = new Bytes(buffer, "the file");
  if (file.u32BigEndian(0) !== UNIVERSAL) return [readImage(file, 0)];
  return Array.from({ length: bounded(file.u32BigEndian(4), MOST_ARCHITECTURES) }, (_, index) => {
    const entry = file.part(8 + index * 20, 20, "the table of architectures");
    const [offset, size] = [entry.u32BigEndian(8), entry.u32BigEndian(12)];
    const name = ARCHITECTURES.get(entry.u32BigEndian(0)) ?? "an unknown architecture";
    return readImage(file.part(offset, size, `the code for ${name}`), offset);
  });
}

/**
 * @param {Bytes} bytes the slice
 * @param {number} offset of it in the file
 * @returns {Image}
 */
function readImage(bytes, offset) {
  if (bytes.u32(0) !== MACH_O_64) throw new DamagedFile("this is no 64-bit Mach-O file");
  const commands = readCommands(bytes);
  const of = (/** @type {number} */ wanted) =>
    commands.filter(({ number }) => number === wanted).map(({ body }) => body);

  const [version] = of(COMMANDS.BUILD_VERSION);
  const [bindInfo] = of(COMMANDS.DYLD_INFO);
  const [signature] = of(COMMANDS.CODE_SIGNATURE);
  const dataOf = (
    /** @type {Bytes | undefined} */ command,
    /** @type {number} */ at,
    /** @type {string} */ name,
  ) => command && bytes.part(command.u32(at), command.u32(at + 4), name);
  const flags = bytes.u32(24);
  const [trie] = of(COMMANDS.DYLD_EXPORTS_TRIE);
  const [fixups] = of(COMMANDS.DYLD_CHAINED_FIXUPS);
  return {
    architecture: named(ARCHITECTURES, bytes.u32(4)),
    offset,
    bytes,
    type: named(TYPES, bytes.u32(12)),
    flags: new Set(Object.entries(FLAGS).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]))),
    platform: version === undefined ? "no platform" : named(PLATFORMS, version.u32(8)),
    minimumOs: version === undefined ? "none" : versionText(version.u32(12)),
    libraries: commands.flatMap(({ number, body }) => {
      const weak = number === COMMANDS.LOAD_WEAK_DYLIB;
      return weak || number === COMMANDS.LOAD_DYLIB ? [{ path: body.cString(body.u32(8)), weak }] : [];
    }),
    searchPaths: of(COMMANDS.RPATH).map((body) => body.cString(body.u32(8))),
    segments: of(COMMANDS.SEGMENT_64).map(readSegment),
    sections: of(COMMANDS.SEGMENT_64).flatMap(readSections),
    bindings: [16, 24, 32].flatMap((at) => dataOf(bindInfo, at, "the table of bindings") ?? []),
    chainedFixups: dataOf(fixups, 8, "the table of fixups"),
    exports: dataOf(trie, 8, "the table of exports") ?? dataOf(bindInfo, 40, "the table of exports"),
    signature:
      signature === undefined
        ? undefined
        : {
            offset: signature.u32(8),
            bytes: bytes.part(signature.u32(8), signature.u32(12), "the signature"),
          },
  };
}

/**
 * @param {Bytes} bytes
 * @returns {{ number: number, body: Bytes }[]}
 */
function readCommands(bytes) {
  const area = bytes.part(32, bytes.u32(20), "the table of load commands");
  const commands = [];
  let at = 0;
  for (let left = bytes.u32(16); left > 0; left -= 1) {
    const size = area.u32(at + 4);
    if (size < 8) throw new DamagedFile(`a load command has ${size} bytes`);
    commands.push({ number: area.u32(at) & 0x7f_ff_ff_ff, body: area.part(at, size, "a load command") });
    at += size;
  }
  return commands;
}

/**
 * @param {Bytes} body
 * @returns {Segment}
 */
function readSegment(body) {
  const protection = body.u32(60);
  return {
    name: body.text(8, 16),
    address: body.u64(24),
    offset: body.u64(40),
    size: body.u64(48),
    writable: (protection & WRITE) !== 0,
    executable: (protection & EXECUTE) !== 0,
  };
}

/**
 * @param {Bytes} body of a segment
 * @returns {Section[]}
 */
function readSections(body) {
  const sections = [];
  for (let at = 72; at < 72 + body.u32(64) * 80; at += 80) {
    sections.push({ name: body.text(at, 16), offset: body.u32(at + 48), size: body.u64(at + 40) });
  }
  return sections;
}

/**
 * @param {ReadonlyMap<number, string>} names
 * @param {number} value
 */
function named(names, value) {
  return names.get(value) ?? `0x${value.toString(16)}`;
}

/** @param {number} version as `xxxx.yy.zz` in 32 bits */
function versionText(version) {
  const [major, minor, patch] = [
    Math.floor(version / 0x1_00_00),
    Math.floor(version / 0x1_00) % 0x1_00,
    version % 0x1_00,
  ];
  return patch === 0 ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}
