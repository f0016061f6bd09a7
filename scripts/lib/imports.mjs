import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "oxc-parser";

/** The one file that may import the brokers from core, and only by a literal `import()`. */
const LOADER = "packages/core/src/load-broker.ts";

const BROKER = /^@authbroker\/broker-[a-z]+$/;
const CORE = /^@authbroker\/core$/;
const ELECTRON = /^@authbroker\/electron$/;

/** What the code of a part of the workspace may import of ours. */
const MAY_IMPORT = [
  { part: /^packages\/core\/src\//, ours: [] },
  { part: /^packages\/(broker-[a-z]+|electron|emulator|msal-node-runtime)\/src\//, ours: [CORE] },
  { part: /^examples\/[^/]+\/(?!test\/)/, ours: [CORE, BROKER, ELECTRON] },
];

const SOURCE = /\.[cm]?[jt]sx?$/;
const NOT_SOURCES = new Set(["node_modules", "dist", "build", "prebuilds"]);

/**
 * The files whose imports have a direction: the packages' `src` and the examples. Tests are free.
 *
 * @param {string} root the repository's folder
 * @returns {string[]} paths from there, with `/`
 */
export function sourceFiles(root) {
  return ["packages", "examples"]
    .flatMap((group) => filesIn(root, group))
    .filter((path) => SOURCE.test(path) && ruleFor(path) !== undefined)
    .toSorted();
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return NOT_SOURCES.has(entry.name) ? [] : filesIn(root, path);
  });
}

/**
 * The imports of one file that go the wrong way.
 *
 * @param {string} path from the repository's folder
 * @param {string} code
 * @returns {string[]} a sentence for each
 */
export function boundaryViolations(path, code) {
  const rule = ruleFor(path);
  if (rule === undefined) return [];
  return importsOf(path, code).flatMap(({ specifier, dynamic, line }) => {
    const at = `${path}:${line}`;
    if (specifier === undefined) return [`${at} imports a computed name, whose direction nothing can check`];
    if (specifier.startsWith(".")) {
      return samePackage(path, specifier) ? [] : [`${at} reaches out of its package: ${specifier}`];
    }
    const [scope = "", name = ""] = specifier.split("/");
    if (scope !== "@authbroker") return [];
    const imported = `${scope}/${name}`;
    if (rule.ours.some((allowed) => allowed.test(imported))) return [];
    if (path === LOADER && dynamic && BROKER.test(imported)) return [];
    return [`${at} may not import ${specifier}`];
  });
}

/** @param {string} path */
function ruleFor(path) {
  return MAY_IMPORT.find(({ part }) => part.test(path));
}

/**
 * @param {string} path
 * @param {string} specifier
 */
function samePackage(path, specifier) {
  const packageOf = (/** @type {string} */ file) => file.split("/", 2).join("/");
  return packageOf(posix.join(posix.dirname(path), specifier)) === packageOf(path);
}

/**
 * @typedef {object} Import
 * @property {string | undefined} specifier undefined where it is not a literal
 * @property {boolean} dynamic whether it is an `import()`
 * @property {number} line
 */

/**
 * Every way a module names another: import, export from, `import()` and `require()`.
 *
 * @param {string} path
 * @param {string} code
 * @returns {Import[]}
 */
export function importsOf(path, code) {
  const { module, errors } = parseSync(path, code);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path} does not parse: ${error.message}`);

  const lineAt = (/** @type {number} */ offset) => code.slice(0, offset).split("\n").length;
  const fixed = [
    ...module.staticImports.map((statement) => statement.moduleRequest),
    ...module.staticExports.flatMap(({ entries }) => entries.map((entry) => entry.moduleRequest)),
  ]
    .filter((request) => request !== null && request !== undefined)
    .map(({ value, start }) => ({ specifier: value, dynamic: false, line: lineAt(start) }));
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({
    specifier: literal(code.slice(start, end)),
    dynamic: true,
    line: lineAt(start),
  }));
  const required = [...code.matchAll(/\brequire(?:\.resolve)?\(\s*(?<text>["'][^"']*["'])/g)].map(
    (match) => ({
      specifier: literal(match.groups?.text ?? ""),
      dynamic: false,
      line: lineAt(match.index),
    }),
  );
  return [...fixed, ...dynamic, ...required];
}

/**
 * The value of a string literal without escapes, which no module's name needs.
 *
 * @param {string} text
 */
function literal(text) {
  return /^(?<quote>["'])(?<value>[^\\"'`]*)\k<quote>$/.exec(text)?.groups?.value;
}
