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
 * @property {number} sizeLimit bytes
 * @property {number} leastSize bytes: what is smaller is not the whole of it
 * @property {(file: Buffer) => string[]} problemsOf a sentence for each thing that is wrong with a file but its
 *   size; throws a DamagedFile
 */

/** @type {readonly Target[]} */
export const TARGETS = [
  linux("x64", around(71_600)),
  linux("arm64", around(132_900)),
  windows("x64", around(92_700), true),
  windows("ia32", around(80_400), true),
  // Visual Studio alone builds it, and nobody has measured it yet. The limit is what core and the other files of the
  // package leave of the 600 kB that the README promises; packages/packed/test/installers/sizes.test.ts counts with it.
  windows("arm64", { leastSize: 40_000, sizeLimit: 92_000 }, false),
  macos(around(210_000)),
];

/** @typedef {Pick<Target, "sizeLimit" | "leastSize">} Size */

/**
 * A quarter more and a quarter less than what was measured.
 *
 * @param {number} bytes
 * @returns {Size}
 */
function around(bytes) {
  return { leastSize: bytes * 0.75, sizeLimit: bytes * 1.25 };
}

/**
 * @param {"x64" | "arm64"} architecture
 * @param {Size} size
 * @returns {Target}
 */
function linux(architecture, size) {
  return {
    name: `linux-${architecture}`,
    broker: "broker-linux",
    onLinux: true,
    ...size,
    problemsOf: (file) => problemsOfElf(file, linuxRules(architecture)),
  };
}

/**
 * @param {"x64" | "ia32" | "arm64"} architecture
 * @param {Size} size
 * @param {boolean} onLinux
 * @returns {Target}
 */
function windows(architecture, size, onLinux) {
  return {
    name: `win32-${architecture}`,
    broker: "broker-windows",
    onLinux,
    ...size,
    problemsOf: (file) => problemsOfPe(file, windowsRules(architecture)),
  };
}

/**
 * @param {Size} size
 * @returns {Target}
 */
function macos(size) {
  return {
    name: "darwin-x64+arm64",
    broker: "broker-macos",
    onLinux: true,
    ...size,
    problemsOf: (file) => problemsOfMachO(file, macosRules()),
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
