import { problemsOf as problemsOfElf } from "../elf/rules.mjs";
import { otherArchitecture, whyNoCrossBuild } from "../linux/targets.mjs";
import { problemsOf as problemsOfMachO } from "../macho/rules.mjs";
import { problemsOf as problemsOfPe } from "../pe/rules.mjs";
import { linuxRules, macosRules, windowsRules } from "./rules.mjs";

/**
 * @typedef {object} Target what a broker package has a native addon for
 * @property {string} name the folder in `prebuilds`: Node.js' names of the system and the processor
 * @property {string} broker the package's folder in `packages`
 * @property {boolean} onLinux whether `npm run build` makes it on Linux; the others are only for a release
 * @property {number} sizeLimit bytes: what it has, and a quarter
 * @property {(file: Buffer, sizeLimit: number) => string[]} problemsOf a sentence for each thing that is wrong with a file
 */

/** @type {readonly Target[]} */
export const TARGETS = [
  linux("x64", 89_500),
  linux("arm64", 167_000),
  windows("x64", 116_000, true),
  windows("ia32", 100_500, true),
  // Visual Studio alone builds it, with Microsoft's C runtime in the file.
  windows("arm64", 256 * 1024, false),
  macos(263_000),
];

/**
 * @param {"x64" | "arm64"} architecture
 * @param {number} sizeLimit
 * @returns {Target}
 */
function linux(architecture, sizeLimit) {
  return {
    name: `linux-${architecture}`,
    broker: "broker-linux",
    onLinux: true,
    sizeLimit,
    problemsOf: (file, limit) => problemsOfElf(file, linuxRules(architecture, limit)),
  };
}

/**
 * @param {"x64" | "ia32" | "arm64"} architecture
 * @param {number} sizeLimit
 * @param {boolean} onLinux
 * @returns {Target}
 */
function windows(architecture, sizeLimit, onLinux) {
  return {
    name: `win32-${architecture}`,
    broker: "broker-windows",
    onLinux,
    sizeLimit,
    problemsOf: (file, limit) => problemsOfPe(file, windowsRules(architecture, limit)),
  };
}

/**
 * @param {number} sizeLimit
 * @returns {Target}
 */
function macos(sizeLimit) {
  return {
    name: "darwin-x64+arm64",
    broker: "broker-macos",
    onLinux: true,
    sizeLimit,
    problemsOf: (file, limit) => problemsOfMachO(file, macosRules(limit)),
  };
}

/**
 * Whether `npm run build` makes it on this machine.
 *
 * @param {Target} target
 */
export function isBuiltHere({ name, onLinux }) {
  if (process.platform !== "linux")
    return name.split("-", 1)[0] === process.platform && name.includes(process.arch);
  return onLinux && !(name === `linux-${otherArchitecture}` && whyNoCrossBuild !== undefined);
}
