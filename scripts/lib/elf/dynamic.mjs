import { bounded, DamagedFile, reading } from "../damaged-file.mjs";
import { offsetAt, textAt } from "./image.mjs";

/** @typedef {import("./image.mjs").Image} Image */
/** @typedef {import("./image.mjs").Section} Section */

/**
 * @typedef {object} Import a symbol that the loader looks for elsewhere
 * @property {string} name
 * @property {boolean} weak whether the file loads without it
 * @property {number} version that of a {@link Version}; 0 or 1 where it asks for none
 */

/**
 * @typedef {object} Version what a file needs of a library, as its symbols are versioned
 * @property {number} index
 * @property {string} library
 * @property {string} name for example `GLIBC_2.17`
 */

/**
 * @typedef {object} Loading how the loader is to treat a file
 * @property {readonly string[]} libraries that it loads with it
 * @property {readonly string[]} filters libraries that replace functions of it (`DT_FILTER`, `DT_AUXILIARY`), or that the
 *   loader tells of what it does (`DT_AUDIT`, `DT_DEPAUDIT`)
 * @property {readonly string[]} searchPaths where it looks for them besides (`DT_RPATH`, `DT_RUNPATH`)
 * @property {boolean} bindsAtOnce whether all symbols are looked up before anything runs
 * @property {boolean} writesToCode whether code is changed where it is loaded
 */

const SECTIONS = { DYNAMIC: 6, DYNSYM: 11, VERNEED: 0x6f_ff_ff_fe, VERSYM: 0x6f_ff_ff_ff };
const TAGS = { NEEDED: 1, RPATH: 15, TEXTREL: 22, RUNPATH: 29, FLAGS: 30, FLAGS_1: 0x6f_ff_ff_fb };
/** `DT_DEPAUDIT`, `DT_AUDIT`, `DT_AUXILIARY` and `DT_FILTER`. */
const FILTERS_AND_AUDITORS = [0x6f_ff_fe_fb, 0x6f_ff_fe_fc, 0x7f_ff_ff_fd, 0x7f_ff_ff_ff];
const DF_TEXTREL = 4;
const DF_BIND_NOW = 8;
const DF_1_NOW = 1;
const DYNAMIC_SIZE = 16;
const SYMBOL_SIZE = 24;
const UNDEFINED = 0;
const LOCAL = 0;
const WEAK = 2;

/**
 * @param {Image} image
 * @returns {Loading}
 * @throws {DamagedFile}
 */
export function loadingOf(image) {
  return reading(() => {
    const section = sectionOf(image, SECTIONS.DYNAMIC);
    const texts = textsOf(image, section);
    const entries = Array.from({ length: bounded(section.size / DYNAMIC_SIZE) }, (_, index) => {
      const offset = section.offset + DYNAMIC_SIZE * index;
      return { tag: offsetAt(image.file, offset), value: offsetAt(image.file, offset + 8) };
    });
    const values = (/** @type {number} */ wanted) =>
      entries.filter(({ tag }) => tag === wanted).map(({ value }) => value);
    const names = (/** @type {number} */ wanted) =>
      values(wanted).map((offset) => textAt(image.file, texts, offset));
    const has = (/** @type {number} */ tag, /** @type {number} */ bit) =>
      values(tag).some((flags) => (flags & bit) !== 0);
    return {
      libraries: names(TAGS.NEEDED),
      filters: FILTERS_AND_AUDITORS.flatMap(names),
      searchPaths: [...names(TAGS.RPATH), ...names(TAGS.RUNPATH)],
      bindsAtOnce: has(TAGS.FLAGS, DF_BIND_NOW) || has(TAGS.FLAGS_1, DF_1_NOW),
      writesToCode: values(TAGS.TEXTREL).length > 0 || has(TAGS.FLAGS, DF_TEXTREL),
    };
  });
}

/**
 * The symbols that a file asks for, and the names of those that it gives.
 *
 * @param {Image} image
 * @returns {{ imports: Import[], exports: string[] }}
 * @throws {DamagedFile}
 */
export function symbolsOf(image) {
  return reading(() => {
    const { file } = image;
    const section = sectionOf(image, SECTIONS.DYNSYM);
    const texts = textsOf(image, section);
    const versions = find(image, SECTIONS.VERSYM);
    /** @type {Import[]} */
    const imports = [];
    /** @type {string[]} */
    const exports = [];
    // The first is none.
    const count = bounded(section.size / SYMBOL_SIZE);
    for (let index = 1; index < count; index += 1) {
      const offset = section.offset + SYMBOL_SIZE * index;
      const binding = file.readUInt8(offset + 4) >> 4;
      if (binding === LOCAL) continue;
      const name = textAt(file, texts, file.readUInt32LE(offset));
      // The highest bit hides a version from the linker.
      const version = versions === undefined ? 0 : file.readUInt16LE(versions.offset + 2 * index) & 0x7f_ff;
      if (file.readUInt16LE(offset + 6) !== UNDEFINED) exports.push(name);
      else imports.push({ name, weak: binding === WEAK, version });
    }
    return { imports, exports };
  });
}

/**
 * The versions of symbols that a file needs of libraries: without one of them it does not load.
 *
 * @param {Image} image
 * @returns {Version[]}
 * @throws {DamagedFile}
 */
export function versionsOf(image) {
  return reading(() => {
    const { file } = image;
    const section = find(image, SECTIONS.VERNEED);
    if (section === undefined) return [];
    const texts = textsOf(image, section);
    const versions = [];
    const indexes = new Set();
    for (const library of chain(file, section.offset, 12)) {
      const name = textAt(file, texts, file.readUInt32LE(library + 4));
      for (const version of chain(file, library + file.readUInt32LE(library + 8), 12)) {
        const index = file.readUInt16LE(version + 6);
        // Two lists that overlap would have as many entries as the product of their lengths.
        if (indexes.has(index)) throw new DamagedFile(`two versions in it have the number ${index}`);
        indexes.add(index);
        versions.push({ library: name, name: textAt(file, texts, file.readUInt32LE(version + 8)), index });
      }
    }
    return versions;
  });
}

/**
 * The entries of a list, each of which says how far the next is from it; the last says 0.
 *
 * @param {Buffer} file
 * @param {number} first
 * @param {number} next where in an entry that is
 */
function* chain(file, first, next) {
  let entry = first;
  for (;;) {
    yield entry;
    const distance = file.readUInt32LE(entry + next);
    if (distance === 0) return;
    entry += distance;
  }
}

/**
 * @param {Image} image
 * @param {number} type
 */
function find({ sections }, type) {
  return sections.find((one) => one.type === type);
}

/**
 * @param {Image} image
 * @param {number} type
 */
function sectionOf(image, type) {
  const section = find(image, type);
  if (section === undefined) throw new DamagedFile("it lacks what the loader reads of a shared library");
  return section;
}

/**
 * @param {Image} image
 * @param {Section} section
 */
function textsOf({ sections }, { link }) {
  const texts = sections[link];
  if (texts === undefined) throw new DamagedFile("a section of it has no texts");
  return texts;
}
