import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { release, type, version } from "node:os";
import { basename, dirname, join } from "node:path";

/** @typedef {readonly (readonly [name: string, value: string])[]} Facts rows of a report */

/** The broker package of a system. @param {import("@authbroker/core").SystemKind} system */
function packageOf(system) {
  return `@authbroker/broker-${system === "wsl" ? "linux" : system}`;
}

/**
 * What is true of this process before anything is asked of a broker.
 *
 * @param {import("@authbroker/core").SystemKind} system
 * @returns {Facts}
 */
export function surroundings(system) {
  const { electron, node } = process.versions;
  const child =
    process.env["AUTHBROKER_MACOS_CHILD"] === "1" ? ", the extension asked from a child process" : "";
  return [
    ["System", `${system === "windows" ? version() : type()} ${release()}, ${process.arch}`],
    ["Runs in", `${electron === undefined ? "" : `Electron ${electron}, `}Node.js ${node}${child}`],
    ["Packages", `core ${versionOf("@authbroker/core")}, broker ${versionOf(packageOf(system))}`],
    ["Addon", addonFile(system)],
    ["Terminal", terminal()],
  ];
}

/** The version of a package that is installed. @param {string} name */
export function versionOf(name) {
  try {
    /** @type {{ version: string }} */
    const manifest = createRequire(import.meta.url)(`${name}/package.json`);
    return manifest.version;
  } catch {
    return "not installed";
  }
}

/** The addon's size and the beginning of its SHA-256, to tell a build from another. @param {import("@authbroker/core").SystemKind} system */
function addonFile(system) {
  try {
    const contents = readFileSync(addonPath(system));
    const hash = createHash("sha256").update(contents).digest("hex").slice(0, 12);
    return `${contents.length} bytes, SHA-256 ${hash}…`;
  } catch {
    return "none for this system";
  }
}

/**
 * The file of the addon that the broker package of a system loads.
 *
 * @param {import("@authbroker/core").SystemKind} system
 */
export function addonPath(system) {
  const manifest = createRequire(import.meta.url).resolve(`${packageOf(system)}/package.json`);
  const target = process.platform === "darwin" ? "darwin-x64+arm64" : `${process.platform}-${process.arch}`;
  return join(dirname(manifest), "prebuilds", target, `${basename(dirname(manifest))}.node`);
}

function terminal() {
  const { SSH_CONNECTION: ssh, TERM_PROGRAM: program, WT_SESSION: windowsTerminal } = process.env;
  const name = windowsTerminal === undefined ? (program ?? "of no name") : "Windows Terminal";
  return `${process.stdin.isTTY ? name : "none"}${ssh === undefined ? "" : ", over SSH"}`;
}
