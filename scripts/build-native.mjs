// Builds the native addon of the broker package in the current folder, by its native/binding.gyp.
//
//   node ../../scripts/build-native.mjs              prebuilds/<platform>-<arch>/<package>.node
//   node ../../scripts/build-native.mjs --sanitize   the same under .cache/sanitized/, with AddressSanitizer and UBSan
//   node ../../scripts/build-native.mjs --arch=A     prebuilds/<platform>-A/…, by the compiler that CC and CXX name
//   node ../../scripts/build-native.mjs --arch=A+B   prebuilds/<platform>-A+B/…, where binding.gyp builds for both
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import { adviceOnMissing, TO_COMPILE } from "./lib/system-packages.mjs";

const packageFolder = process.cwd();
const { values: options } = parseArgs({
  options: { sanitize: { type: "boolean", default: false }, arch: { type: "string", default: process.arch } },
});

if (!existsSync(path.join(packageFolder, "native", "binding.gyp"))) {
  fail(`There is no native/binding.gyp in ${packageFolder}.`, "Run this in the folder of a broker package.");
}
const { name } = JSON.parse(readFileSync(path.join(packageFolder, "package.json"), "utf8"));
const work = path.join(".cache", options.sanitize ? "sanitized" : `${process.platform}-${options.arch}`);
const out = options.sanitize ? work : ".";

// node-gyp builds where binding.gyp is. That is not the package's root, where one makes package managers compile on
// install; and it is a copy, so that two architectures are built at the same time.
const sources = path.join(work, "native");
rmSync(sources, { recursive: true, force: true });
cpSync("native", sources, { recursive: true, filter: (file) => file !== path.join("native", "build") });

const build = spawnSync(
  process.execPath,
  [
    prebuildify(),
    `--cwd=${sources}`,
    `--out=${out}`,
    `--name=${name.replace(/^@.*\//, "")}`,
    `--arch=${options.arch}`,
    "--napi",
    // Without a target prebuildify asks the network for the newest Node.js it knows.
    `--target=${process.versions.node}`,
    ...(options.sanitize ? [] : ["--strip"]),
  ],
  { cwd: packageFolder, env: environment(), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
);
if (build.status !== 0) {
  process.stderr.write(`${build.stdout ?? ""}${build.stderr ?? ""}`);
  const cause =
    build.error?.message ?? (build.signal ? `it was ended by ${build.signal}` : "its output is above");
  fail(`The native addon of ${name} did not build: ${cause}.`, advice());
}

/** What a person may have to install. */
function advice() {
  if (process.platform === "linux") return adviceOnMissing(TO_COMPILE) ?? "";
  if (process.platform === "darwin")
    return "It needs Xcode or its command line tools: xcode-select --install";
  return (
    "It needs Python and the C++ tools of Visual Studio, which bring the Windows SDK: winget install Python.Python.3.13, " +
    "then winget install Microsoft.VisualStudio.2022.BuildTools --override " +
    '"--add Microsoft.VisualStudio.Workload.VCTools --includeRecommended --passive"'
  );
}

function prebuildify() {
  return createRequire(path.join(packageFolder, "package.json")).resolve("prebuildify/bin.js");
}

/** The environment for node-gyp, pointed at the headers that came with Node.js so that nothing is downloaded. */
function environment() {
  const env = { ...process.env };
  const prefix = path.resolve(process.execPath, "..", "..");
  if (existsSync(path.join(prefix, "include", "node", "node_api.h"))) env.npm_config_nodedir ??= prefix;
  env.JOBS ??= "max";
  if (options.sanitize) env.GYP_DEFINES = "sanitize=1";
  return env;
}

/**
 * @param {...string} lines
 * @returns {never}
 */
function fail(...lines) {
  process.stderr.write(`${lines.join("\n").trimEnd()}\n`);
  process.exit(1);
}
