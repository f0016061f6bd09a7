import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { clangLibrary, llvmTool } from "./llvm.mjs";
import { SetUpError, say } from "./log.mjs";
import { mingwTool } from "./mingw.mjs";
import { run } from "./run.mjs";
import { which } from "./which.mjs";
import { wineLibraries } from "./windows/wine.mjs";

/**
 * @typedef {object} Need something of the operating system that a command cannot do without
 * @property {string} what
 * @property {() => boolean} present
 * @property {string} debian the package that brings it on Debian and Ubuntu
 * @property {readonly string[]} fedora the packages that bring it on Fedora and RHEL
 */

/** @satisfies {Record<string, Need>} */
const NEEDS = {
  compiler: {
    what: "a C++ compiler",
    present: () => process.env.CXX !== undefined || onPath("g++"),
    debian: "g++",
    fedora: ["gcc-c++"],
  },
  make: { what: "make", present: () => onPath("make"), debian: "make", fedora: ["make"] },
  python: {
    what: "Python 3, which node-gyp runs on",
    present: () => onPath("python3"),
    debian: "python3",
    fedora: ["python3"],
  },
  sdBus: {
    what: "the header systemd/sd-bus.h",
    present: () => headerFound("systemd/sd-bus.h"),
    debian: "libsystemd-dev",
    fedora: ["systemd-devel"],
  },
  dbusDaemon: {
    what: "dbus-daemon, for a private session bus",
    present: () => onPath("dbus-daemon"),
    // Depends on dbus-daemon where that is a package of its own, and holds it where it is not (Ubuntu 22.04).
    debian: "dbus",
    fedora: ["dbus-daemon"],
  },
  sanitizers: {
    what: "the libraries of AddressSanitizer and UBSan",
    present: () => compilerHas("libasan.so") && compilerHas("libubsan.so"),
    debian: "g++",
    fedora: ["libasan", "libubsan"],
  },
  chromium: {
    what: "Chromium, for the sign-in in a browser",
    present: () => ["chromium", "chromium-browser", "google-chrome"].some(onPath),
    // Ubuntu's package of the other name is a snap's.
    debian: isUbuntu() ? "chromium-browser" : "chromium",
    fedora: ["chromium"],
  },
  xvfb: {
    what: "Xvfb, a display that nobody looks at",
    present: () => onPath("Xvfb"),
    debian: "xvfb",
    fedora: ["xorg-x11-server-Xvfb"],
  },
  clang: {
    what: "clang",
    present: () => llvmTool("clang") !== undefined,
    debian: "clang",
    fedora: ["clang"],
  },
  lld: {
    what: "ld64.lld, the linker for macOS",
    present: () => llvmTool("ld64.lld") !== undefined,
    debian: "lld",
    fedora: ["lld"],
  },
  llvm: {
    what: "llvm-lipo",
    present: () => llvmTool("llvm-lipo") !== undefined,
    debian: "llvm",
    fedora: ["llvm"],
  },
  gnustep: {
    what: "GNUstep's Foundation",
    present: () =>
      onPath("gnustep-config") &&
      ["GNUstep/Foundation/Foundation.h", "Foundation/Foundation.h"].some(headerFound),
    debian: "libgnustep-base-dev",
    fedora: ["gnustep-base-devel", "gcc-objc"],
  },
  clangSanitizers: {
    what: "clang's library of AddressSanitizer and UBSan",
    present: () => clangLibrary("asan") !== undefined,
    debian: "libclang-rt-dev",
    fedora: ["compiler-rt"],
  },
  wine: {
    what: "Wine, which runs Windows' programs",
    present: () => onPath("wine") && onPath("wineserver"),
    debian: "wine",
    fedora: ["wine-core"],
  },
  wine64: {
    what: "Wine's libraries for 64-bit programs",
    present: () => wineLibraries() !== undefined,
    debian: "wine64",
    fedora: ["wine-core"],
  },
  mingw64: {
    what: "mingw-w64's C++ compiler for 64-bit Windows",
    present: () => mingwTool("x86_64", "g++") !== undefined,
    debian: "g++-mingw-w64-x86-64-posix",
    fedora: ["mingw64-gcc-c++", "mingw64-winpthreads-static"],
  },
  mingw32: {
    what: "mingw-w64's C++ compiler for 32-bit Windows",
    present: () => mingwTool("i686", "g++") !== undefined,
    debian: "g++-mingw-w64-i686-posix",
    fedora: ["mingw32-gcc-c++", "mingw32-winpthreads-static"],
  },
};

/** apt-get's arguments before the packages' names, here and where a person types them. */
const INSTALL = ["install", "-y", "--no-install-recommends"];

/** What compiles the native addon of Linux. */
export const TO_COMPILE = /** @type {const} */ (["compiler", "make", "python", "sdBus"]);

/** What compiles the native addon of macOS, on Linux. */
export const TO_COMPILE_FOR_MACOS = /** @type {const} */ (["clang", "lld", "llvm"]);

/** What compiles the native addon of Windows, on Linux. */
export const TO_COMPILE_FOR_WINDOWS = /** @type {const} */ (["mingw64", "mingw32"]);

/** What compiles the native addon of a system, on Linux, by the system's name. */
export const TO_COMPILE_FOR = new Map(
  Object.entries({ linux: TO_COMPILE, macos: TO_COMPILE_FOR_MACOS, windows: TO_COMPILE_FOR_WINDOWS }),
);

/** What compiles that of macOS for GNUstep, to run its tests on Linux. */
export const TO_COMPILE_FOR_GNUSTEP = /** @type {const} */ (["clang", "gnustep"]);

/** What compiles every addon that is built on Linux. */
export const TO_BUILD = /** @type {const} */ ([
  ...TO_COMPILE,
  ...TO_COMPILE_FOR_MACOS,
  ...TO_COMPILE_FOR_WINDOWS,
  ...TO_COMPILE_FOR_GNUSTEP,
]);

/** What runs it against a bus. */
export const TO_RUN = /** @type {const} */ (["dbusDaemon"]);

function isUbuntu() {
  return existsSync("/etc/os-release") && /^ID=ubuntu$/m.test(readFileSync("/etc/os-release", "utf8"));
}

/** What signs in on the authority's pages. */
const TO_BROWSE = /** @type {const} */ (["chromium"]);

/** What shows the windows of Electron. */
export const TO_SHOW = /** @type {const} */ (["xvfb"]);

/** What runs Windows' Node.js. */
export const TO_RUN_WINDOWS = /** @type {const} */ (["wine", "wine64"]);

/** What runs the addon of Linux under the sanitizers. */
const TO_SANITIZE = /** @type {const} */ (["sanitizers"]);

/** What runs the addon of macOS under the sanitizers, on GNUstep. */
export const TO_SANITIZE_ON_GNUSTEP = /** @type {const} */ (["clangSanitizers"]);

/** What the whole suite takes, but for Windows under Wine. */
export const TO_TEST = /** @type {const} */ ([
  ...TO_BUILD,
  ...TO_RUN,
  ...TO_BROWSE,
  ...TO_SANITIZE,
  ...TO_SANITIZE_ON_GNUSTEP,
]);

/**
 * Makes sure of the system packages a command needs: installs what is missing where this process may, and says what
 * to type where it may not.
 *
 * @param {readonly (keyof typeof NEEDS)[]} names
 * @throws {SetUpError} naming what is missing and the line that installs it
 */
export async function ensureSystemPackages(names) {
  const missing = missingOf(names);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !onPath("apt-get")) throw new SetUpError(adviceFor(missing, manager()));

  const packages = unique(missing.map((need) => need.debian));
  say(`Installing system packages with apt: ${packages.join(" ")}`);
  // A fresh machine may still be at its own first updates; wait for the lock rather than fail.
  const patient = ["-o", "DPkg::Lock::Timeout=300"];
  const options = /** @type {const} */ ({ output: "stderr", env: { DEBIAN_FRONTEND: "noninteractive" } });
  await run("apt-get", [...patient, "update"], options);
  const { exitCode } = await run("apt-get", [...patient, ...INSTALL, ...packages], options);
  const still = missing.filter((need) => !need.present());
  if (still.length > 0) {
    throw new SetUpError(
      `apt-get ended with status ${exitCode} and ${list(still)} is still missing. Its own words are above.`,
    );
  }
}

/**
 * The packages of Debian and Ubuntu that bring what is missing of these.
 *
 * @param {readonly (keyof typeof NEEDS)[]} names
 */
export function missingDebianPackages(names) {
  return unique(missingOf(names).map((need) => need.debian));
}

/**
 * What a person has to type to bring what is missing of these; undefined when nothing is.
 *
 * @param {readonly (keyof typeof NEEDS)[]} names
 */
export function adviceOnMissing(names) {
  const missing = missingOf(names);
  return missing.length === 0 ? undefined : adviceFor(missing, manager());
}

/**
 * What a person has to type to bring the missing things.
 *
 * @param {readonly Need[]} missing
 * @param {"apt" | "dnf" | undefined} packageManager
 */
export function adviceFor(missing, packageManager) {
  const sentence = `This needs ${list(missing)}.`;
  if (packageManager === "apt") {
    const packages = unique(missing.map((need) => need.debian)).join(" ");
    return `${sentence} Install it, then run the command again:\n\n  sudo apt-get ${INSTALL.join(" ")} ${packages}\n`;
  }
  if (packageManager === "dnf") {
    const packages = unique(missing.flatMap((need) => need.fedora)).join(" ");
    return `${sentence} Install it, then run the command again:\n\n  sudo dnf install -y ${packages}\n`;
  }
  return `${sentence} Install it with this system's package manager, then run the command again.`;
}

/**
 * @param {readonly (keyof typeof NEEDS)[]} names
 * @returns {Need[]}
 */
function missingOf(names) {
  return names.map((name) => NEEDS[name]).filter((need) => !need.present());
}

function manager() {
  if (onPath("apt-get")) return "apt";
  return onPath("dnf") ? "dnf" : undefined;
}

/** @param {readonly Need[]} needs */
function list(needs) {
  return needs.map((need) => need.what).join("; ");
}

/** @param {readonly string[]} items */
function unique(items) {
  return [...new Set(items)];
}

/** @param {string} program */
function onPath(program) {
  return which(program) !== undefined;
}

/**
 * Whether the compiler would find a header, without starting it: this is asked on every run.
 *
 * @param {string} header
 */
function headerFound(header) {
  const { CPATH = "", CPLUS_INCLUDE_PATH = "" } = process.env;
  const folders = ["/usr/include", "/usr/local/include", ...`${CPATH}:${CPLUS_INCLUDE_PATH}`.split(":")];
  return folders.some((folder) => folder !== "" && existsSync(join(folder, header)));
}

/**
 * Whether the compiler brings a library of its own. It answers with a full path when it does, else with the bare name.
 *
 * @param {string} library
 */
function compilerHas(library) {
  try {
    const answer = execFileSync("g++", [`-print-file-name=${library}`], { encoding: "utf8" });
    return isAbsolute(answer.trim());
  } catch {
    return false;
  }
}
