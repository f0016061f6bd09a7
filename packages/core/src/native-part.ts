import { existsSync, readFileSync } from "node:fs";
// See `errors/msal-classes.ts`.
import nodeModule from "node:module";
import { dirname, join, toNamespacedPath } from "node:path";
import { fileURLToPath } from "node:url";
import { BrokerError } from "./errors/broker-error.js";
import { isJsonObject, parseJson } from "./json.js";
import { installLine } from "./load-broker.js";
import { wordsOf } from "./probe.js";

/** The native part of a broker package: one Node-API addon for each system and processor. */
export interface NativePart<Addon> {
  /** The package, for example `@authbroker/broker-linux`. */
  readonly name: string;
  /** What it has builds for, as the hint of an error says it, for example `glibc on x64`. */
  readonly builds: string;
  /**
   * The file that the package's code runs from, a path or a `file:` URL: one of the package, or a bundle. Written in the
   * package itself, in this order: `import.meta.filename ?? (typeof __filename === "string" ? __filename : import.meta.url)`.
   * A bundle of CommonJS has `__filename`, and what it has for `import.meta.url` may be nothing, or the place of the source on
   * the machine where it was bundled. Node.js before 20.11 has the URL alone.
   */
  readonly code: string | undefined;
  /** What is wrong with the file of the addon, where the system's loader does not say it or does not survive it. */
  fault?(file: string): string | undefined;
  /** Whether that is what the file of the addon exports. */
  isAddon(value: unknown): value is Addon;
}

/**
 * Loads the native part of a broker package, for those who write one. It is the build that node-gyp-build chooses in the
 * folder `prebuilds` of the package. A package that is part of a bundle has its `prebuilds` in the folder of the bundle,
 * and in it the file `<process.platform>-<process.arch>/<package>.node`, on macOS `darwin-x64+arm64`. Nothing is loaded
 * from anywhere else.
 *
 * @throws BrokerError `broker_load_failed`, with the words of the system's loader.
 */
export function loadNativePart<Addon>(part: NativePart<Addon>): Addon {
  const { folder, bundled } = homeOf(part);
  const named = join(folder, "prebuilds", target(), `${shortName(part.name)}.node`);
  const file = bundled ? named : chosen(folder, named, part.code);
  const found = part.fault?.(file);
  if (found !== undefined) throw loadFailed(part, `${file} ${found}`);
  const module: { readonly exports: unknown } = { exports: {} };
  try {
    process.dlopen(module, toNamespacedPath(file));
  } catch (cause) {
    if (existsSync(file)) throw loadFailed(part, wordsOf(cause), cause);
    throw bundled ? leftBehind(part.name, file, folder, cause) : notBuilt(part, file, cause);
  }
  if (!part.isAddon(module.exports)) throw loadFailed(part, `${file} is not the addon of this version`);
  return module.exports;
}

/**
 * A package's code is one folder deep in it, in `dist`. A bundle may lie anywhere, also in such a folder: what tells them
 * apart is the manifest above, and not the name of its folder, which an alias changes.
 */
function homeOf({ name, code }: NativePart<unknown>): { readonly folder: string; readonly bundled: boolean } {
  if (code === undefined) throw placeless(name);
  const here = dirname(code.startsWith("file:") ? fileURLToPath(code) : code);
  const above = dirname(here);
  const bundled = nameIn(join(above, "package.json"), name) !== name;
  return { folder: bundled ? here : above, bundled };
}

function nameIn(manifest: string, expected: string): unknown {
  try {
    const parsed = parseJson(readFileSync(manifest, "utf8"));
    return isJsonObject(parsed) ? parsed["name"] : undefined;
  } catch (cause) {
    // One that is there and cannot be read, as in a process without file descriptors, may well be the package's.
    if (existsSync(manifest)) throw unreadable(manifest, expected, cause);
    return undefined;
  }
}

/**
 * The build that node-gyp-build chooses for this process, of those that the package has for it. It would also take a file
 * of a folder that the environment names, of another processor that `npm_config_arch` names, of `build/Release`, or beside
 * the executable. Each of those may be somebody else's, and none is what the package was published with.
 */
function chosen(folder: string, named: string, code: string | undefined): string {
  const file = code === undefined ? undefined : askNodeGypBuild(folder, code);
  return file !== undefined && dirname(file) === dirname(named) ? file : named;
}

function askNodeGypBuild(folder: string, code: string): string | undefined {
  try {
    // The package's own, at its first use: importing it costs a parser for the exports of CommonJS.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has no types; what it returns is checked
    const nodeGypBuild = nodeModule.createRequire(code)("node-gyp-build") as {
      path(folder: string): unknown;
    };
    const file = nodeGypBuild.path(folder);
    return typeof file === "string" ? file : undefined;
  } catch {
    // What is not there cannot be loaded either, and that error has the path of the file.
    return undefined;
  }
}

const shortName = (name: string): string => name.slice(name.indexOf("/") + 1);

function target(): string {
  return process.platform === "darwin" ? "darwin-x64+arm64" : `${process.platform}-${process.arch}`;
}

function loadFailed({ name, builds }: NativePart<unknown>, why: string, cause?: unknown): BrokerError {
  const disabled = isJsonObject(cause) && cause["code"] === "ERR_DLOPEN_DISABLED";
  return new BrokerError("broker_load_failed", {
    message: `${name} is installed, but its native part does not load: ${why}`,
    hint: disabled
      ? "Start Node.js without --no-addons, and with --allow-addons where it has --permission."
      : `Install it again on this system: ${installLine(name)}. ${forWhat(builds)}`,
    cause,
  });
}

function unreadable(manifest: string, name: string, cause: unknown): BrokerError {
  return new BrokerError("broker_load_failed", {
    message: `where the native part of ${name} is cannot be told, for ${manifest} cannot be read: ${wordsOf(cause)}`,
    hint: "Make the file readable; where too many files are open, raise their number with ulimit -n.",
    cause,
  });
}

function notBuilt({ name, builds }: NativePart<unknown>, file: string, cause: unknown): BrokerError {
  return new BrokerError("broker_load_failed", {
    message: `${name} is installed, but it has no build for this system: there is no ${file}`,
    hint: `${forWhat(builds)} Where that is one of them, install it again: ${installLine(name)}.`,
    cause,
  });
}

const forWhat = (builds: string): string =>
  `There are builds for ${builds}; this is ${process.platform}-${process.arch}${existsSync("/etc/alpine-release") ? " with musl" : ""}.`;

function leftBehind(name: string, file: string, folder: string, cause: unknown): BrokerError {
  return new BrokerError("broker_load_failed", {
    message: `${name} is in a bundle, and its native part is not beside that: there is no ${file}`,
    hint: `${LEAVE_OUT}, or copy the folder prebuilds of ${name} to ${folder}.`,
    cause,
  });
}

function placeless(name: string): BrokerError {
  return new BrokerError("broker_load_failed", {
    message: `${name} is in a bundle that knows neither import.meta nor __filename, so its native part cannot be found beside it`,
    hint: `${LEAVE_OUT}.`,
  });
}

/** The settings that keep the broker packages out of a bundle; docs/bundlers.md has them whole. */
const LEAVE_OUT =
  "Leave the package out of the bundle (esbuild --external:@authbroker/broker-*; webpack externals; rollup and rolldown external; Vite build.rollupOptions.external) and install it where the program runs";
