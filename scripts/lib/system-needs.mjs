import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { GNU_TRIPLETS, gnuTool, otherArchitecture, qemu } from "./linux/targets.mjs";
import { osRelease } from "./linux/os-release.mjs";
import { clangLibrary, llvmTool } from "./llvm.mjs";
import { mingwTool } from "./mingw.mjs";
import { which } from "./which.mjs";
import { wineLibraries } from "./windows/wine.mjs";

/**
 * @typedef {object} Need something of the operating system that a command cannot do without
 * @property {string} what
 * @property {() => boolean} present
 * @property {string} debian the package that brings it on Debian and Ubuntu
 * @property {readonly string[]} fedora the packages that bring it on Fedora and RHEL
 */

/**
 * What the commands need, by the names that they ask for it.
 *
 * @satisfies {Record<string, Need>}
 */
export const NEEDS = {
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
  crossCompiler: {
    what: `a C++ compiler for ${otherArchitecture}`,
    present: () => onPath(gnuTool(otherArchitecture, "g++")),
    debian: `g++-${GNU_TRIPLETS[otherArchitecture].replace("_", "-")}`,
    // Fedora's brings no libraries; nobody is sent there to look for one.
    fedora: [],
  },
  qemu: {
    what: `qemu, which runs programs for ${otherArchitecture}`,
    present: () => onPath(qemu),
    debian: "qemu-user",
    fedora: ["qemu-user"],
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
    debian: osRelease("ID") === "ubuntu" ? "chromium-browser" : "chromium",
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

/**
 * Whether a program is there.
 *
 * @param {string} program
 */
export function onPath(program) {
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
