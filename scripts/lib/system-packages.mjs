import { whyNoCrossBuild } from "./linux/targets.mjs";
import { SetUpError, say } from "./log.mjs";
import { run } from "./run.mjs";
import { NEEDS, onPath } from "./system-needs.mjs";

/** @typedef {import("./system-needs.mjs").Need} Need */

/** apt-get's arguments before the packages' names, here and where a person types them. */
const INSTALL = ["install", "-y", "--no-install-recommends"];

/** What compiles the native addon of Linux. */
export const TO_COMPILE = /** @type {const} */ (["compiler", "make", "python", "sdBus"]);

/** What compiles it for the other processor as well, where that can be had. */
export const TO_CROSS_COMPILE = /** @type {const} */ ([
  ...TO_COMPILE,
  ...(whyNoCrossBuild === undefined ? /** @type {const} */ (["crossCompiler"]) : []),
]);

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
  ...TO_CROSS_COMPILE,
  ...TO_COMPILE_FOR_MACOS,
  ...TO_COMPILE_FOR_WINDOWS,
  ...TO_COMPILE_FOR_GNUSTEP,
]);

/** What runs it against a bus. */
export const TO_RUN = /** @type {const} */ (["dbusDaemon"]);

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

/** What runs the addon of Linux that is for the other processor. */
const TO_RUN_OTHER = whyNoCrossBuild === undefined ? /** @type {const} */ (["qemu"]) : [];

/** What the whole suite takes, but for Windows under Wine. */
export const TO_TEST = /** @type {const} */ ([
  ...TO_BUILD,
  ...TO_RUN,
  ...TO_RUN_OTHER,
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
