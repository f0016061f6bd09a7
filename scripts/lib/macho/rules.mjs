import { unless } from "../unless.mjs";
import { classNamesOf } from "./classes.mjs";
import { exportsOf } from "./exports.mjs";
import { readImages } from "./image.mjs";
import { FLAT_LOOKUP, importsOf } from "./imports.mjs";
import { codeDirectoryOf } from "./signature.mjs";

/**
 * @typedef {object} Rules what an addon for macOS has to be
 * @property {readonly string[]} architectures
 * @property {string} minimumOs
 * @property {readonly string[]} exports
 * @property {string} classPrefix what the names of its Objective-C classes begin with
 * @property {ReadonlyMap<string, string>} owners the install name of the library that has a symbol, by the symbol
 * @property {ReadonlySet<string>} loaders the symbols that the program has that loads the addon
 */

/** How the pages of memory are measured, bytes: what a segment begins with has to begin one. */
const PAGE_SIZES = new Map([
  ["arm64", 0x40_00],
  ["x86_64", 0x10_00],
]);

/**
 * What is wrong with an addon for macOS.
 *
 * @param {Buffer} file
 * @param {Rules} rules
 * @returns {string[]} a sentence for each; empty where nothing is
 * @throws {import("../damaged-file.mjs").DamagedFile} when it cannot be read
 */
export function problemsOf(file, rules) {
  const images = readImages(file);
  return [
    ...problemsOfArchitectures(images, rules),
    ...images.flatMap((image) =>
      [
        ...problemsOfHeader(image, rules),
        ...problemsOfSegments(image),
        ...problemsOfSymbols(image, rules),
        ...problemsOfClasses(image, rules),
        ...problemsOfSignature(image),
      ].map((problem) => `${image.architecture}: ${problem}`),
    ),
  ];
}

/**
 * The imports of a file whose library is another than the one that the rules name; symbols they do not name are left
 * out. For a file that Apple's own linker made.
 *
 * @param {Buffer} file
 * @param {Pick<Rules, "owners">} rules
 * @returns {string[]} a sentence for each
 * @throws {import("../damaged-file.mjs").DamagedFile} when it cannot be read
 */
export function wrongOwnersIn(file, { owners }) {
  return readImages(file).flatMap((image) =>
    importsOf(image).flatMap(({ name, from }) => {
      const owner = owners.get(name);
      if (owner === undefined || owner === from) return [];
      return [`${image.architecture}: ${name} comes from ${from}, and native/sdk/tbd says ${owner}.`];
    }),
  );
}

/**
 * @param {readonly import("./image.mjs").Image[]} images
 * @param {Rules} rules
 */
function problemsOfArchitectures(images, { architectures }) {
  const found = images.map(({ architecture }) => architecture).toSorted();
  const wanted = architectures.toSorted();
  return [
    ...unless(
      found.join() === wanted.join(),
      `The file holds code for ${list(found)}, and has to for ${list(wanted)}.`,
    ),
  ];
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfHeader({ type, flags, platform, minimumOs, libraries, searchPaths }, rules) {
  const paths = new Set(rules.owners.values());
  return [
    ...unless(
      type === "MH_BUNDLE",
      `it is of type ${type}; what dlopen() loads as an addon is an MH_BUNDLE.`,
    ),
    ...["MH_NOUNDEFS", "MH_DYLDLINK", "MH_TWOLEVEL"].flatMap((flag) =>
      unless(flags.has(flag), `its header lacks the flag ${flag}.`),
    ),
    ...unless(!flags.has("MH_ALLOW_STACK_EXECUTION"), "its header allows code on the stack."),
    ...unless(
      platform === "macOS" && minimumOs === rules.minimumOs,
      `it is for ${platform} ${minimumOs} or later, and has to be for macOS ${rules.minimumOs}.`,
    ),
    ...libraries.flatMap(({ path, weak }) => [
      ...unless(paths.has(path), `it loads ${path}, which native/sdk/tbd does not know.`),
      ...unless(!weak, `it loads ${path} only where that is there, which no code asks about.`),
    ]),
    ...searchPaths.map((path) => `it looks for libraries in ${path}, where others may put some.`),
  ];
}

/** @param {import("./image.mjs").Image} image */
function problemsOfSegments({ architecture, offset, segments }) {
  const page = PAGE_SIZES.get(architecture);
  if (page === undefined) return [];
  return [
    ...unless(offset % page === 0, `it begins at byte ${offset} of the file, within a page of ${page}.`),
    ...segments.flatMap(({ name, address, offset: begin, writable, executable }) => [
      ...unless(
        address % page === 0,
        `the segment ${name} is loaded at ${address}, within a page of ${page}.`,
      ),
      ...unless(begin % page === 0, `the segment ${name} begins at byte ${begin}, within a page of ${page}.`),
      ...unless(!(writable && executable), `the segment ${name} can be written and run.`),
    ]),
  ];
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfSymbols(image, rules) {
  const exported = exportsOf(image);
  return [
    ...exported
      .filter((name) => !rules.exports.includes(name))
      .map((name) => `it exports ${name}, which Node.js does not ask for.`),
    ...rules.exports
      .filter((name) => !exported.includes(name))
      .map((name) => `it does not export ${name}, which Node.js asks for.`),
    ...importsOf(image).flatMap((symbol) => problemsOfImport(symbol, rules)),
  ];
}

/**
 * @param {import("./imports.mjs").Import} symbol
 * @param {Rules} rules
 */
function problemsOfImport({ name, from, weak }, { owners, loaders }) {
  const owner = loaders.has(name) ? FLAT_LOOKUP : owners.get(name);
  if (owner === undefined) {
    return [`it imports ${name}, which neither native/sdk/tbd nor this version of Node-API has.`];
  }
  return [
    ...unless(from === owner, `it looks for ${name} in ${from}, and it is in ${owner}.`),
    ...unless(!weak, `it imports ${name} only where that is there, which no code asks about.`),
  ];
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfClasses(image, { classPrefix }) {
  const names = classNamesOf(image);
  const found = image.sections.some(({ name }) => name === "__objc_imageinfo");
  return [
    ...unless(
      found || names.length === 0,
      "it has classes and no __objc_imageinfo, by which Objective-C finds them.",
    ),
    ...names
      .filter((name) => !name.startsWith(classPrefix))
      .map(
        (name) =>
          `it defines the class ${name}; the process shares their names, so that they begin with ${classPrefix}.`,
      ),
  ];
}

/** @param {import("./image.mjs").Image} image */
function problemsOfSignature(image) {
  const directory = codeDirectoryOf(image);
  if (directory === undefined || image.signature === undefined) {
    return ["it is not signed, and Apple's processors run nothing unsigned."];
  }
  const { adHoc, codeLimit, pageSize, wrongPages } = directory;
  const { offset, bytes } = image.signature;
  return [
    ...unless(adHoc, "its signature is not ad hoc: somebody's certificate was at hand."),
    ...unless(codeLimit === offset, `its signature covers ${codeLimit} of the ${offset} bytes before it.`),
    ...unless(offset % 16 === 0, `its signature begins at byte ${offset}, which is no multiple of 16.`),
    ...unless(
      offset + bytes.length === image.bytes.length,
      "its signature is not the last thing in it, so that what follows is not covered.",
    ),
    ...wrongPages.map(
      (page) =>
        `the signature's hash of page ${page} (from byte ${page * pageSize}) is not that of its bytes: they were changed after signing.`,
    ),
  ];
}

/** @param {readonly string[]} items */
function list(items) {
  return items.length === 0 ? "nothing" : items.join(" and ");
}
