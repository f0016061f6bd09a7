// Builds the addon of the package in the current folder for both architectures of macOS, in one file:
// prebuilds/darwin-x64+arm64/broker-macos.node.
//
//   node scripts/build-darwin.mjs
//
// On Linux it is cross-built with clang and lld. There is no SDK of Apple's: native/sdk declares what is used, and its
// text stubs (.tbd) say which library has it, so that a misspelt name is an error of the compiler or of the linker. On a
// Mac, Xcode builds the same sources by native/binding.gyp. Elsewhere there is nothing to build.
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import nodeApi from "node-api-headers";
import { llvmTool } from "../../../scripts/lib/llvm.mjs";
import { adviceOnMissing, TO_COMPILE_FOR_MACOS } from "../../../scripts/lib/system-packages.mjs";

const NAME = "broker-macos.node";
const WORK = path.join(".cache", "darwin");
const OUT = path.join("prebuilds", "darwin-x64+arm64");

/** The SDK that the file says it was built against; it has to name one. */
const SDK = "14.0";

/** What both builds share. */
const { variables: addon } = JSON.parse(readFileSync(path.join("native", "addon.gypi"), "utf8"));

try {
  if (process.platform === "linux") await crossBuild();
  if (process.platform === "darwin") buildWithXcode();
} catch (error) {
  const advice = adviceOnMissing(TO_COMPILE_FOR_MACOS) ?? "";
  process.stderr.write(`The native addon for macOS did not build: ${error.message}.\n${advice}`);
  process.exitCode = 1;
}

async function crossBuild() {
  rmSync(WORK, { recursive: true, force: true });
  const slices = await Promise.all(["x86_64", "arm64"].map(buildSlice));
  await tool("llvm-lipo", ["-create", ...slices, "-output", path.join(WORK, NAME)]);
  mkdirSync(OUT, { recursive: true });
  // Whoever reads it meanwhile has the old file or the new one.
  renameSync(path.join(WORK, NAME), path.join(OUT, NAME));
}

/** @param {string} architecture */
async function buildSlice(architecture) {
  const folder = path.join(WORK, architecture);
  mkdirSync(folder, { recursive: true });
  const objects = await Promise.all(
    addon.addon_sources.map(async (source) => {
      const object = path.join(folder, `${source}.o`);
      await tool("clang", [...compilerFlags(architecture), "-c", path.join("native", source), "-o", object]);
      return object;
    }),
  );
  // The signature names the file, so it has its last name from the start.
  const slice = path.join(folder, NAME);
  await tool("ld64.lld", [...linkerFlags(architecture), ...objects, ...stubs(), "-o", slice]);
  return slice;
}

/** @param {string} architecture */
function compilerFlags(architecture) {
  return [
    `--target=${architecture}-apple-macos${addon.addon_deployment_target}`,
    // Without the headers of this machine, and with clang's own.
    "-ffreestanding",
    "-nostdlibinc",
    `-I${path.join("native", "sdk")}`,
    `-isystem${nodeApi.include_dir}`,
    `-DNAPI_VERSION=${addon.addon_node_api_version}`,
    ...addon.addon_cflags,
  ];
}

/** @param {string} architecture */
function linkerFlags(architecture) {
  const version = ["-platform_version", "macos", addon.addon_deployment_target, SDK];
  const entryPoints = ["napi_register_module_v1", "node_api_module_get_api_version_v1"];
  // The program that loads the file has the functions, whatever its name is: Node.js or Electron.
  const loaders = nodeApiFunctions().flatMap((name) => ["-U", `_${name}`]);
  return [
    "-bundle",
    "-dead_strip",
    // Apple's processors run nothing unsigned. This says nothing of who signed.
    "-adhoc_codesign",
    "-arch",
    architecture,
    ...version,
    ...entryPoints.flatMap((name) => ["-exported_symbol", `_${name}`]),
    ...loaders,
  ];
}

/** The functions of the Node-API version that is built for, and of no later one. */
function nodeApiFunctions() {
  const { js_native_api_symbols: engine, node_api_symbols: node } =
    nodeApi.symbols[`v${addon.addon_node_api_version}`];
  return [...engine, ...node];
}

function stubs() {
  const folder = path.join("native", "sdk", "tbd");
  return readdirSync(folder)
    .toSorted()
    .map((file) => path.join(folder, file));
}

/**
 * @param {string} name of LLVM
 * @param {readonly string[]} args
 */
async function tool(name, args) {
  const file = llvmTool(name);
  if (file === undefined) throw new Error(`there is no ${name}`);
  try {
    await promisify(execFile)(file, args);
  } catch (error) {
    process.stderr.write(`${error.stdout}${error.stderr}`);
    throw new Error(`${name} ended with status ${error.code}, and its words are above`, { cause: error });
  }
}

function buildWithXcode() {
  const script = fileURLToPath(new URL("../../../scripts/build-native.mjs", import.meta.url));
  const { status } = spawnSync(process.execPath, [script, "--arch=x64+arm64"], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
