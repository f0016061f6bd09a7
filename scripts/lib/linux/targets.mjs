import { which } from "../which.mjs";

/**
 * @typedef {"x64" | "arm64"} LinuxArchitecture Node.js' name for a processor that there is a build for
 */

/** What Debian's compilers and libraries for a processor are named after. */
export const GNU_TRIPLETS = /** @type {const} */ ({ x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" });

/**
 * The one of the two processors that this machine has.
 *
 * @type {LinuxArchitecture}
 */
export const nativeArchitecture = process.arch === "arm64" ? "arm64" : "x64";

/**
 * The other one, whose build is a cross-build.
 *
 * @type {LinuxArchitecture}
 */
export const otherArchitecture = nativeArchitecture === "arm64" ? "x64" : "arm64";

/** The program that runs those of the other processor. */
export const qemu = `qemu-${otherArchitecture === "arm64" ? "aarch64" : "x86_64"}`;

/**
 * The program of GCC's or binutils' that builds for a processor. A person's `CC` and `CXX` are for this machine's.
 *
 * @param {LinuxArchitecture} architecture
 * @param {"gcc" | "g++" | "strip"} name
 */
export function gnuTool(architecture, name) {
  if (architecture === otherArchitecture) return `${GNU_TRIPLETS[architecture]}-${name}`;
  const chosen = { gcc: process.env.CC, "g++": process.env.CXX, strip: undefined };
  return chosen[name] ?? name;
}

/** Why this machine cannot build for the other processor; undefined where it can, or can be made to. */
export const whyNoCrossBuild =
  which(gnuTool(otherArchitecture, "g++")) !== undefined || which("apt-get") !== undefined
    ? undefined
    : `needs Debian or Ubuntu, whose package of a C++ compiler for ${otherArchitecture} brings its libraries`;
