import { existsSync, lstatSync, readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { problemsOrDamage } from "../damaged-file.mjs";
import { wrongOwnersIn } from "../macho/rules.mjs";
import { unless } from "../unless.mjs";
import { root } from "../workspace.mjs";
import { symbolOwners } from "./rules.mjs";
import { TARGETS } from "./targets.mjs";

/** @typedef {import("./targets.mjs").Target} Target */

/**
 * @typedef {object} Finding what was found of one file
 * @property {string} file
 * @property {number | undefined} size bytes; undefined where it is missing
 * @property {readonly string[]} problems a sentence for each; empty where nothing is wrong
 */

/** Where people and their builds keep things: what a compiler or a linker may leave of the machine that builds. */
const BUILD_PATHS = [
  /\/(?:home|root|Users|tmp|builds?|__w|private\/var)\/[\w.-]+(?:\/[\w.-]+)+/,
  /[A-Za-z]:\\[\w.-]+(?:\\[\w.-]{2,}){2,}/,
];

const NO_FILE =
  "It is no regular file: what a link leads to is not packed. Put the file itself in its place: npm run build";

/**
 * The file of a target in the folder of its package.
 *
 * @param {Target} target
 * @param {string} [folder]
 */
export function fileOf({ name, broker }, folder = join(root, "packages", broker)) {
  return join(folder, "prebuilds", name, `${broker}.node`);
}

/**
 * Checks a file as that of a target.
 *
 * @param {Target} target
 * @param {string} [file] by default that of its package
 * @param {number} [sizeLimit] bytes; another one for what another compiler built
 * @returns {Finding}
 */
export function checkFile(target, file = fileOf(target), sizeLimit = target.sizeLimit) {
  return checkContents(file, howToGet(target), (contents) => [
    ...problemsOrDamage(() => target.problemsOf(contents)),
    ...problemsOfSize(contents.length, target.leastSize, sizeLimit),
    ...buildPathsIn(contents),
  ]);
}

/**
 * Checks that the symbols of a file that Apple's linker made come from the libraries that the text stubs name.
 *
 * @param {string} file
 * @returns {Finding}
 */
export function checkOwners(file) {
  return checkContents(file, "There is no such file.", (contents) =>
    problemsOrDamage(() => wrongOwnersIn(contents, { owners: symbolOwners() })),
  );
}

/**
 * @param {string} file
 * @param {string} missing what to say where there is none
 * @param {(contents: Buffer) => string[]} problemsOf
 * @returns {Finding}
 */
function checkContents(file, missing, problemsOf) {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return { file, size: undefined, problems: [missing] };
  if (!found.isFile()) return { file, size: undefined, problems: [NO_FILE] };
  const contents = readFileSync(file);
  return { file, size: contents.length, problems: problemsOf(contents) };
}

/**
 * Checks everything in the `prebuilds` of a broker package, as it would be packed.
 *
 * @param {string} broker
 * @param {{ folder?: string, release: boolean }} options `folder` is the package's by default; a release wants also what
 *   Linux cannot build
 * @returns {Finding[]}
 */
export function checkPackage(broker, { folder = join(root, "packages", broker), release }) {
  const targets = TARGETS.filter((target) => target.broker === broker);
  const findings = targets
    .map((target) => ({ target, file: fileOf(target, folder) }))
    .filter(({ target, file }) => release || target.onLinux || existsSync(file))
    .map(({ target, file }) => checkFile(target, file));
  const expected = new Set(targets.map((target) => fileOf(target, folder)));
  const strangers = filesIn(join(folder, "prebuilds")).filter((file) => !expected.has(file));
  return [
    ...findings,
    ...strangers.map((file) => ({
      file,
      size: lstatSync(file).size,
      problems: ["It is none of the package's addons, and nothing else is to be packed. Remove it."],
    })),
  ];
}

/**
 * What is in a folder; the folder itself, where it is a link to one, which is not packed.
 *
 * @param {string} folder
 */
function filesIn(folder) {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [folder];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** @param {Target} target */
function howToGet({ onLinux }) {
  return onLinux
    ? "There is no such file. Build it, on Debian or Ubuntu: npm run build"
    : "There is no such file. Visual Studio builds it on Windows for Arm: npm run build -- windows; the workflow " +
        "prebuilds.yml keeps it as an artifact";
}

/**
 * @param {number} size bytes
 * @param {number} least bytes
 * @param {number} most bytes
 */
function problemsOfSize(size, least, most) {
  return [
    ...unless(size >= least, `It has ${size} bytes; fewer than ${least} are not expected.`),
    ...unless(size <= most, `It has ${size} bytes; more than ${most} are not expected.`),
  ];
}

/** @param {Buffer} contents */
function buildPathsIn(contents) {
  const text = contents.toString("latin1");
  const found = BUILD_PATHS.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
  const ours = text.includes(root.replace(new RegExp(`\\${sep}$`), "")) ? [root] : [];
  return [...new Set([...ours, ...found])].map(
    (path) => `It holds ${path}, a path of the machine that built it.`,
  );
}
