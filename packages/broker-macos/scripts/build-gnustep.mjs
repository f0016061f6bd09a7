// Builds the addon of the package in the current folder for GNUstep, to run its tests on Linux: the same sources, and in
// place of Apple's frameworks GNUstep's Foundation and the classes of test/stand-in.
//
//   node scripts/build-gnustep.mjs              .cache/gnustep
//   node scripts/build-gnustep.mjs --sanitize   .cache/gnustep-sanitized, with AddressSanitizer and UBSan
//
// In that folder are the addon, laid out as in a package, the library that stands in for the frameworks, and
// the addon that stands in for Electron.
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import nodeApi from "node-api-headers";
import { llvmTool } from "../../../scripts/lib/llvm.mjs";
import { adviceOnMissing, TO_COMPILE_FOR_GNUSTEP } from "../../../scripts/lib/system-packages.mjs";

const { values: options } = parseArgs({ options: { sanitize: { type: "boolean", default: false } } });
const OUT = path.join(".cache", options.sanitize ? "gnustep-sanitized" : "gnustep");
const STAND_IN = path.join("test", "stand-in");
const HOST = "host.m";

/** What is the same in every build. */
const { variables: addon } = JSON.parse(readFileSync(path.join("native", "addon.gypi"), "utf8"));

const SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-shared-libasan"];

if (process.platform === "linux") {
  try {
    await build();
  } catch (error) {
    process.stderr.write(`${error.stdout ?? ""}${error.stderr ?? ""}`);
    process.stderr.write(`The addon for GNUstep did not build: ${error.message.split("\n", 1)[0]}\n`);
    process.stderr.write(adviceOnMissing(TO_COMPILE_FOR_GNUSTEP) ?? "");
    process.exitCode = 1;
  }
}

async function build() {
  const gcc = path.dirname((await tool("clang", ["-print-libgcc-file-name"])).trim());
  const flags = await compilerFlags(gcc);
  const compile = (/** @type {string} */ folder, /** @type {readonly string[]} */ sources) =>
    Promise.all(sources.map((source) => object(path.join(folder, source), flags)));
  const standIn = readdirSync(STAND_IN).filter((file) => file.endsWith(".m") && file !== HOST);
  const [native, frameworks, host] = await Promise.all([
    compile("native", addon.addon_sources),
    compile(STAND_IN, standIn),
    compile(STAND_IN, [HOST]),
  ]);

  const library = path.join("lib", "libauthbroker-stand-in.so");
  await link(library, gcc, [...frameworks, "-Wl,-soname,libauthbroker-stand-in.so"]);
  const withLibrary = ["-Wl,-rpath,$ORIGIN/../lib", "-Wl,-rpath,$ORIGIN/../../lib", path.join(OUT, library)];
  const prebuilds = path.join("prebuilds", `${process.platform}-${process.arch}`);
  await Promise.all([
    link(path.join(prebuilds, "broker-macos.node"), gcc, [...native, ...withLibrary]),
    link(path.join("host", "host.node"), gcc, [...host, ...withLibrary]),
  ]);
}

/**
 * @param {string} gcc its folder, which has the runtime of Objective-C
 * @returns {Promise<{ c: readonly string[], objectiveC: readonly string[] }>}
 */
async function compilerFlags(gcc) {
  const { stdout } = await promisify(execFile)("gnustep-config", ["--objc-flags"]);
  const words = stdout.trim().split(/\s+/);
  // Warnings and optimization are the addon's; GNUstep's headers are not ours to mend.
  const gnustep = words.filter((word) => /^-[Df]/.test(word));
  const headers = words.filter((word) => word.startsWith("-I/")).map((word) => word.slice(2));
  const c = [
    ...addon.addon_cflags,
    "-fPIC",
    "-pthread",
    "-g",
    `-DNAPI_VERSION=${addon.addon_node_api_version}`,
    `-isystem${nodeApi.include_dir}`,
    ...(options.sanitize ? [...SANITIZERS, "-fno-omit-frame-pointer"] : []),
  ];
  const objectiveC = [
    "-fobjc-runtime=gcc",
    ...gnustep,
    // GNUstep's Foundation comes before that of native/sdk, which has the other frameworks.
    ...[...headers, path.join("native", "sdk"), path.join(gcc, "include")].map(
      (folder) => `-isystem${folder}`,
    ),
    "-include",
    path.join(STAND_IN, "apple_foundation.h"),
  ];
  return { c, objectiveC: [...c, ...objectiveC] };
}

/**
 * @param {string} source
 * @param {Awaited<ReturnType<typeof compilerFlags>>} flags
 */
async function object(source, flags) {
  const file = path.join(OUT, "objects", `${path.basename(source)}.o`);
  mkdirSync(path.dirname(file), { recursive: true });
  const own = source.endsWith(".m") ? flags.objectiveC : flags.c;
  // What stands in for a framework is found by whoever links with it.
  const visibility = source.startsWith(STAND_IN) ? ["-fvisibility=default"] : [];
  await tool("clang", [...own, ...visibility, "-c", source, "-o", file]);
  return file;
}

/**
 * @param {string} name below the output folder
 * @param {string} gcc
 * @param {readonly string[]} inputs
 */
async function link(name, gcc, inputs) {
  const file = path.join(OUT, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const libraries = [`-L${gcc}`, "-lgnustep-base", "-lobjc"];
  const sanitizers = options.sanitize ? SANITIZERS : [];
  const flags = ["-shared", "-pthread", ...sanitizers, ...inputs, ...libraries];
  await tool("clang", [...flags, "-o", `${file}.new`]);
  // Whoever loads it meanwhile has the old file or the new one.
  renameSync(`${file}.new`, file);
}

/**
 * @param {string} name of LLVM
 * @param {readonly string[]} args
 */
async function tool(name, args) {
  const file = llvmTool(name);
  if (file === undefined) throw new Error(`there is no ${name}`);
  const { stdout } = await promisify(execFile)(file, args);
  return stdout;
}
