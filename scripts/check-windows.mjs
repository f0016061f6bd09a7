// Whether the addons for Windows are what Windows and Node.js load, and nothing more.
//
//   node scripts/check-windows.mjs               those in packages/broker-windows/prebuilds
//   node scripts/check-windows.mjs FILE ARCH     another, for x64, ia32 or arm64
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { say } from "./lib/log.mjs";
import { problemsOf } from "./lib/pe/rules.mjs";
import { root } from "./lib/workspace.mjs";

const folder = join(root, "packages", "broker-windows");

/** Bytes. A quarter more than the larger has. */
const SIZE_LIMIT = 114 * 1024;

/** Bytes, of what Visual Studio builds: Microsoft's C runtime is in the file. */
const SIZE_LIMIT_OF_ANOTHER = 256 * 1024;

const ENTRY_POINTS = ["napi_register_module_v1", "node_api_module_get_api_version_v1"];

const [file, architecture] = process.argv.slice(2);
const wrong = [];
if (file === undefined) {
  for (const built of /** @type {const} */ (["x64", "ia32"])) {
    wrong.push(
      ...check(join(folder, "prebuilds", `win32-${built}`, "broker-windows.node"), built, SIZE_LIMIT),
    );
  }
} else {
  if (architecture !== "x64" && architecture !== "ia32" && architecture !== "arm64") {
    throw new Error("say what the file is for: x64, ia32 or arm64");
  }
  wrong.push(...check(file, architecture, SIZE_LIMIT_OF_ANOTHER));
}
process.exitCode = wrong.length === 0 ? 0 : 1;

/**
 * @param {string} addon
 * @param {import("./lib/pe/rules.mjs").Rules["architecture"]} builtFor
 * @param {number} sizeLimit
 */
function check(addon, builtFor, sizeLimit) {
  const rules = {
    architecture: builtFor,
    sizeLimit,
    exports: ENTRY_POINTS,
    nodeApi: nodeApiFunctions(),
  };
  const problems = existsSync(addon)
    ? problemsOf(readFileSync(addon), rules)
    : ["There is no such file. Build it: npm run build"];
  if (problems.length > 0) say(relative(process.cwd(), addon));
  for (const problem of problems) say(`  ${problem}`);
  return problems;
}

/** Of the version that the addon is built for. */
function nodeApiFunctions() {
  const nodeApi = createRequire(join(folder, "package.json"))("node-api-headers");
  const { js_native_api_symbols: engine, node_api_symbols: node } = nodeApi.symbols.v8;
  return new Set([...engine, ...node]);
}
