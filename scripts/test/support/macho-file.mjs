import { createHash } from "node:crypto";

/**
 * @typedef {object} Parts what a made-up addon is made of; the rest is as it should be
 * @property {string} [architecture]
 * @property {number} [type]
 * @property {number} [flags]
 * @property {number} [minimumOs]
 * @property {readonly { path: string, weak?: boolean }[]} [libraries]
 * @property {readonly string[]} [searchPaths]
 * @property {readonly { name: string, library: number, weak?: boolean }[]} [imports] `library` counts from 1; -2 is any
 * @property {boolean} [chained] whether they are in the form of macOS 12 and later
 * @property {readonly string[]} [exports]
 * @property {number} [textProtection]
 * @property {number} [linkAddress]
 * @property {boolean} [signed]
 * @property {number} [signatureFlags]
 * @property {number} [trailing] bytes after the signature
 */

const PROCESSORS = new Map([
  ["x86_64", 0x1_00_00_07],
  ["arm64", 0x1_00_00_0c],
  ["ppc64", 0x1_00_00_12],
]);

/** A page of either architecture. */
const PAGE = 0x40_00;
const SIGNED_PAGE = 0x10_00;

/** @param {...number} values */
const u32 = (...values) => {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, index * 4);
  return buffer;
};

/** @param {...number} values */
const u32BigEndian = (...values) => u32(...values).swap32();

/** @param {number} value */
const u64 = (value) => u32(value % 2 ** 32, Math.floor(value / 2 ** 32));

/** @param {Buffer} buffer @param {number} unit */
const padded = (buffer, unit) =>
  Buffer.concat([buffer, Buffer.alloc((unit - (buffer.length % unit)) % unit)]);

/** @param {string} text */
const cString = (text) => Buffer.from(`${text}\0`);

/** @param {number} number @param {...Buffer} body */
const command = (number, ...body) => {
  const bytes = padded(Buffer.concat(body), 8);
  return Buffer.concat([u32(number, bytes.length + 8), bytes]);
};

/**
 * A universal file. It ends with its last slice.
 *
 * @param {...Buffer} slices
 */
export function universal(...slices) {
  const table = [];
  let contents = Buffer.alloc(PAGE);
  for (const code of slices) {
    contents = padded(contents, PAGE);
    table.push(u32BigEndian(code.readUInt32LE(4), 0, contents.length, code.length, 14));
    contents = Buffer.concat([contents, code]);
  }
  Buffer.concat([u32BigEndian(0xca_fe_ba_be, slices.length), ...table]).copy(contents);
  return contents;
}

/**
 * The code for one architecture: a page of header, then what the dynamic linker reads.
 *
 * @param {Parts} [parts]
 */
export function slice(parts = {}) {
  const { architecture = "arm64", type = 8, flags = 0x85, minimumOs = 0x0b_00_00 } = parts;
  const { libraries = [{ path: SYSTEM }], searchPaths = [], chained = false } = parts;
  const { imports = [], exports = ENTRY_POINTS, textProtection = 5, linkAddress = PAGE } = parts;

  const bindings = padded(chained ? chainedFixups(imports) : bindingProgram(imports), 16);
  const trie = padded(exportTrie(exports), 16);
  const codeLimit = PAGE + bindings.length + trie.length;
  const signatureSize = signature(Buffer.alloc(codeLimit), 0).length;
  const commands = [
    segment("__TEXT", { address: 0, offset: 0, size: PAGE, protection: textProtection }),
    segment("__LINKEDIT", {
      address: linkAddress,
      offset: PAGE,
      size: codeLimit + signatureSize - PAGE,
      protection: 1,
    }),
    command(0x32, u32(1, minimumOs, minimumOs, 0)),
    ...libraries.map(({ path, weak }) =>
      command(weak ? 0x80_00_00_18 : 0xc, u32(24, 0, 0, 0), cString(path)),
    ),
    ...searchPaths.map((path) => command(0x80_00_00_1c, u32(12), cString(path))),
    ...(chained
      ? [
          command(0x80_00_00_34, u32(PAGE, bindings.length)),
          command(0x80_00_00_33, u32(PAGE + bindings.length, trie.length)),
        ]
      : [
          command(
            0x80_00_00_22,
            u32(0, 0, PAGE, bindings.length, 0, 0, 0, 0, PAGE + bindings.length, trie.length),
          ),
        ]),
    ...(parts.signed === false ? [] : [command(0x1d, u32(codeLimit, signatureSize))]),
  ];
  const table = Buffer.concat(commands);
  const processor = PROCESSORS.get(architecture) ?? 0;
  const header = u32(0xfe_ed_fa_cf, processor, 0, type, commands.length, table.length, flags, 0);
  const code = Buffer.concat([padded(Buffer.concat([header, table]), PAGE), bindings, trie]);
  if (parts.signed === false) return code;
  return Buffer.concat([
    code,
    signature(code, parts.signatureFlags ?? 0x2_00_02),
    Buffer.alloc(parts.trailing ?? 0),
  ]);
}

/** The library that {@link slice} loads unless told otherwise. */
export const SYSTEM = "/usr/lib/libSystem.B.dylib";

/** What it exports. */
export const ENTRY_POINTS = ["_napi_register_module_v1", "_node_api_module_get_api_version_v1"];

const IDENTIFIER = "made-up.node";

/**
 * @param {string} name
 * @param {{ address: number, offset: number, size: number, protection: number }} where
 */
function segment(name, { address, offset, size, protection }) {
  const label = Buffer.alloc(16);
  label.write(name);
  return command(
    0x19,
    label,
    u64(address),
    u64(size),
    u64(offset),
    u64(size),
    u32(protection, protection, 0, 0),
  );
}

/** @param {NonNullable<Parts["imports"]>} imports */
function bindingProgram(imports) {
  const steps = imports.flatMap(({ name, library, weak }) => [
    Buffer.from(library < 0 ? [0x30 + 16 + library] : [0x20, library]),
    Buffer.from([weak ? 0x41 : 0x40]),
    cString(name),
    // A pointer, somewhere in the second segment, bound once.
    Buffer.from([0x51, 0x71, 0x80, 0x01, 0x90]),
  ]);
  return Buffer.concat([...steps, Buffer.from([0])]);
}

/** @param {NonNullable<Parts["imports"]>} imports */
function chainedFixups(imports) {
  const entries = [];
  const names = [];
  let offset = 0;
  for (const { name, library, weak } of imports) {
    entries.push((library < 0 ? 0x1_00 + library : library) + (weak ? 0x1_00 : 0) + offset * 0x2_00);
    names.push(cString(name));
    offset += name.length + 1;
  }
  const symbols = 28 + entries.length * 4;
  return Buffer.concat([u32(0, 0, 28, symbols, entries.length, 1, 0), u32(...entries), ...names]);
}

/** A tree of one node and its leaves. @param {readonly string[]} names */
function exportTrie(names) {
  const size = 2 + names.reduce((sum, name) => sum + name.length + 2, 0);
  const edges = names.map((name, index) => Buffer.concat([cString(name), Buffer.from([size + index * 4])]));
  const leaves = names.map(() => Buffer.from([2, 0, 0, 0]));
  return Buffer.concat([Buffer.from([0, names.length]), ...edges, ...leaves]);
}

/** @param {Buffer} code @param {number} flags */
function signature(code, flags) {
  const identifier = cString(IDENTIFIER);
  const pages = Math.ceil(code.length / SIGNED_PAGE);
  const hashes = Array.from({ length: pages }, (_, page) =>
    createHash("sha256")
      .update(code.subarray(page * SIGNED_PAGE, (page + 1) * SIGNED_PAGE))
      .digest(),
  );
  const at = 44 + identifier.length;
  const directory = Buffer.concat([
    u32BigEndian(0xfa_de_0c_02, at + pages * 32, 0x2_01_00, flags, at, 44, 0, pages, code.length),
    Buffer.from([32, 2, 0, 12]),
    u32BigEndian(0),
    identifier,
    ...hashes,
  ]);
  const size = 20 + directory.length;
  return Buffer.concat([u32BigEndian(0xfa_de_0c_c0, size, 1, 0, 20), directory]);
}
