import { unless } from "../unless.mjs";
import { loadingOf, symbolsOf, versionsOf } from "./dynamic.mjs";
import { readImage } from "./image.mjs";

/**
 * @typedef {object} Rules what an addon for Linux has to be
 * @property {"x64" | "arm64"} architecture Node.js' name
 * @property {number} pageSize bytes: the largest that a kernel for the processor has
 * @property {ReadonlySet<string>} libraries that it may load
 * @property {ReadonlyMap<string, string>} newest the newest version of each kind that it may ask for, for example `2.28`
 *   of `GLIBC`
 * @property {readonly string[]} exports
 * @property {ReadonlySet<string>} loaders the symbols that the program has that loads the addon
 */

/** `EM_…` by Node.js' name for the architecture. */
const MACHINES = { x64: 62, arm64: 183 };

const SHARED_LIBRARY = 3;
const SEGMENTS = { LOAD: 1, GNU_STACK: 0x64_74_e5_51, GNU_RELRO: 0x64_74_e5_52 };
const EXECUTABLE = 1;
const WRITABLE = 2;
const SYMBOL_TABLE = 2;

/** What a function calls that finds its stack overwritten. */
const STACK_GUARD = "__stack_chk_fail";

/** What GCC's start files ask for and do without. */
const WEAK = new Set([
  "__gmon_start__",
  "_ITM_deregisterTMCloneTable",
  "_ITM_registerTMCloneTable",
  "__cxa_finalize",
]);

/**
 * What is wrong with an addon for Linux.
 *
 * @param {Buffer} file
 * @param {Rules} rules
 * @returns {string[]} a sentence for each; empty where nothing is
 * @throws {import("../damaged-file.mjs").DamagedFile} when it cannot be read
 */
export function problemsOf(file, rules) {
  const image = readImage(file);
  return [
    ...problemsOfHeader(image, rules),
    ...problemsOfSegments(image, rules),
    ...problemsOfLoading(image, rules),
    ...problemsOfVersions(image, rules),
    ...problemsOfSymbols(image, rules),
  ];
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfHeader({ type, machine, sections }, { architecture }) {
  const leftovers = sections.filter(
    (section) => section.type === SYMBOL_TABLE || section.name.startsWith(".debug"),
  );
  return [
    ...unless(machine === MACHINES[architecture], `It is not for ${architecture}.`),
    ...unless(type === SHARED_LIBRARY, "It is no shared library."),
    ...leftovers.map(({ name }) => `It is not stripped: it has the section ${name}.`),
  ];
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfSegments({ segments }, { pageSize }) {
  const of = (/** @type {number} */ type) => segments.filter((segment) => segment.type === type);
  const stack = of(SEGMENTS.GNU_STACK);
  const loaded = of(SEGMENTS.LOAD);
  return [
    ...unless(
      stack.length > 0 && stack.every(({ flags }) => (flags & EXECUTABLE) === 0),
      "It wants a stack that can be run (no GNU_STACK without that).",
    ),
    ...unless(
      of(SEGMENTS.GNU_RELRO).length > 0,
      "What the loader fills in stays writable (no GNU_RELRO): link it with -z relro.",
    ),
    ...unless(
      loaded.every(({ flags }) => (flags & WRITABLE) === 0 || (flags & EXECUTABLE) === 0),
      "A segment of it can be both written and run.",
    ),
    ...unless(
      loaded.every(({ alignment }) => alignment >= pageSize),
      `It does not load on a kernel with pages of ${pageSize} bytes: its segments are not that far apart.`,
    ),
  ];
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfLoading(image, rules) {
  const { libraries, filters, searchPaths, bindsAtOnce, writesToCode } = loadingOf(image);
  return [
    ...libraries
      .filter((library) => !rules.libraries.has(library))
      .map((library) => `It loads ${library}, which not every system has.`),
    ...filters.map((library) => `It brings in ${library} as a filter or an auditor, and needs none.`),
    ...searchPaths.map((path) => `It looks for libraries in ${path}, where others may put some.`),
    ...unless(
      bindsAtOnce,
      "Functions are looked up when they are first called (no BIND_NOW): link it with -z now.",
    ),
    ...unless(!writesToCode, "Its code is changed where it is loaded (TEXTREL): compile it with -fPIC."),
  ];
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfVersions(image, { newest }) {
  const { imports } = symbolsOf(image);
  return versionsOf(image).flatMap(({ library, name, index }) => {
    const [, kind = name, number = ""] = /^(?<kind>[A-Z]+)_(?<number>[\d.]+)$/.exec(name) ?? [];
    const limit = newest.get(kind);
    if (limit !== undefined && number !== "" && compareVersions(number, limit) <= 0) return [];
    const symbols = imports.filter(({ version }) => version === index).map((symbol) => symbol.name);
    const what = symbols.length === 0 ? name : `${name} (${symbols.join(", ")})`;
    const allowed = limit === undefined ? "nothing of the kind" : `no newer than ${kind}_${limit}`;
    return [
      `It needs ${what} of ${library}, and may need ${allowed}: systems that it is for do not have it.`,
    ];
  });
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfSymbols(image, rules) {
  const { imports, exports } = symbolsOf(image);
  const unknown = imports.filter(
    ({ name, version, weak }) => version <= 1 && !rules.loaders.has(name) && !(weak && WEAK.has(name)),
  );
  return [
    ...unknown.map(({ name }) => `It asks for ${name}, which nothing that it loads has.`),
    ...unless(
      imports.some(({ name }) => name === STACK_GUARD),
      "No function of it looks after its stack: compile it with -fstack-protector-strong.",
    ),
    ...rules.exports.filter((name) => !exports.includes(name)).map((name) => `It does not export ${name}.`),
    ...exports
      .filter((name) => !rules.exports.includes(name))
      .map((name) => `It exports ${name}, which nobody asks for.`),
  ];
}

/**
 * @param {string} left
 * @param {string} right
 * @returns {number} below 0 where the left one is older
 */
function compareVersions(left, right) {
  const [ours, theirs] = [left.split(".").map(Number), right.split(".").map(Number)];
  for (let place = 0; place < Math.max(ours.length, theirs.length); place += 1) {
    const difference = (ours[place] ?? 0) - (theirs[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
