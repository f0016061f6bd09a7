import { readImage } from "./image.mjs";
import { delayImportsOf, exportsOf, importsOf } from "./symbols.mjs";

/**
 * @typedef {object} Rules what an addon for Windows has to be
 * @property {"x64" | "ia32" | "arm64"} architecture Node.js' name
 * @property {readonly string[]} exports
 * @property {ReadonlySet<string>} nodeApi the functions that the program has that loads the addon
 */

/** `IMAGE_FILE_MACHINE_…` by Node.js' name for the architecture. */
const MACHINES = { x64: 0x86_64, ia32: 0x1_4c, arm64: 0xaa_64 };

/** KERNEL32, and the C runtime of Windows itself, old and new: every Windows has them. */
const LIBRARIES = /^(?:kernel32|msvcrt|ucrtbase|api-ms-win-crt-[a-z0-9-]+)\.dll$/i;

/** What an addon calls the program that loads it, whatever its name is. */
const PROGRAM = "node.exe";

const HIGH_ENTROPY_VA = 0x20;
/** Bits of `DllCharacteristics`, and what each says. */
const PROTECTIONS = [
  { bit: 0x40, name: "DYNAMIC_BASE (its address is random)" },
  { bit: 0x1_00, name: "NX_COMPAT (its data is never run)" },
];

const RELOCATIONS = 5;
const WRITABLE = 0x80_00_00_00;
const EXECUTABLE = 0x20_00_00_00;

/**
 * What is wrong with an addon for Windows.
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
    ...problemsOfImports(image, rules),
    ...problemsOfExports(image, rules),
  ];
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfHeader(image, { architecture }) {
  const problems = [];
  if (image.machine !== MACHINES[architecture]) problems.push(`It is not for ${architecture}.`);
  const protections = image.is64Bit
    ? [...PROTECTIONS, { bit: HIGH_ENTROPY_VA, name: "HIGH_ENTROPY_VA (its address has 64 bits)" }]
    : PROTECTIONS;
  for (const { bit, name } of protections) {
    if ((image.dllCharacteristics & bit) === 0) problems.push(`It lacks ${name}.`);
  }
  if (!image.directories[RELOCATIONS]) {
    problems.push("It has no relocations: it cannot be at a random address.");
  }
  for (const { name, characteristics } of image.sections) {
    if ((characteristics & WRITABLE) !== 0 && (characteristics & EXECUTABLE) !== 0) {
      problems.push(`The section ${name} can be both written and run.`);
    }
  }
  return problems;
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfImports(image, { nodeApi }) {
  const problems = [];
  for (const { library, names } of importsOf(image)) {
    if (!LIBRARIES.test(library)) problems.push(`It imports ${library} (${names.join(", ")}).`);
  }
  // Visual Studio's linker lists what is loaded late; that of mingw-w64 does not, and is given no other library for it.
  for (const { library, names } of delayImportsOf(image)) {
    if (library.toLowerCase() !== PROGRAM) problems.push(`It loads ${library} late (${names.join(", ")}).`);
    const unknown = names.filter((name) => library.toLowerCase() === PROGRAM && !nodeApi.has(name));
    problems.push(...unknown.map((name) => `${name} is no function of Node-API.`));
  }
  return problems;
}

/**
 * @param {import("./image.mjs").Image} image
 * @param {Rules} rules
 */
function problemsOfExports(image, { exports: wanted }) {
  const exported = exportsOf(image);
  return [
    ...wanted.filter((name) => !exported.includes(name)).map((name) => `It does not export ${name}.`),
    ...exported
      .filter((name) => !wanted.includes(name))
      .map((name) => `It exports ${name}, which nobody asks for.`),
  ];
}
