// npm run check:macos: whether the addon for macOS that was built on Linux is what macOS and Node.js load.
//
//   node scripts/check-macos.mjs                 the one in packages/broker-macos/prebuilds
//   node scripts/check-macos.mjs FILE            another
//   node scripts/check-macos.mjs --owners FILE   of one that Apple's linker made: whether its symbols come from the
//                                                libraries that native/sdk/tbd names
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { say } from "./lib/log.mjs";
import { problemsOf, wrongOwnersIn } from "./lib/macho/rules.mjs";
import { readTextStub } from "./lib/macho/text-stub.mjs";
import { root } from "./lib/workspace.mjs";

const folder = join(root, "packages", "broker-macos");

/** Bytes. A quarter more than it has: code for two architectures, in pages of 16 KiB. */
const SIZE_LIMIT = 256 * 1024;

const { values, positionals } = parseArgs({
  options: { owners: { type: "boolean", default: false } },
  allowPositionals: true,
});
const file = positionals[0] ?? join(folder, "prebuilds", "darwin-x64+arm64", "broker-macos.node");

const problems = existsSync(file)
  ? check(readFileSync(file))
  : ["There is no such file. Build it: npm run build"];
if (problems.length > 0) say(relative(process.cwd(), file));
for (const problem of problems) say(`  ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** @param {Buffer} contents */
function check(contents) {
  const owners = symbolOwners();
  return values.owners ? wrongOwnersIn(contents, { owners }) : problemsOf(contents, rules(owners));
}

/**
 * @param {ReadonlyMap<string, string>} owners
 * @returns {import("./lib/macho/rules.mjs").Rules}
 */
function rules(owners) {
  const { variables: addon } = JSON.parse(readFileSync(join(folder, "native", "addon.gypi"), "utf8"));
  const nodeApi = createRequire(join(folder, "package.json"))("node-api-headers");
  const { js_native_api_symbols: engine, node_api_symbols: node } =
    nodeApi.symbols[`v${addon.addon_node_api_version}`];
  return {
    sizeLimit: SIZE_LIMIT,
    architectures: ["x86_64", "arm64"],
    minimumOs: addon.addon_deployment_target,
    exports: ["_napi_register_module_v1", "_node_api_module_get_api_version_v1"],
    classPrefix: "Authbroker",
    owners,
    loaders: new Set([...engine, ...node].map((name) => `_${name}`)),
  };
}

/** The library that has each symbol, as the text stubs tell the linker. */
function symbolOwners() {
  const stubs = join(folder, "native", "sdk", "tbd");
  return new Map(
    readdirSync(stubs).flatMap((name) => {
      const { installName, symbols } = readTextStub(readFileSync(join(stubs, name), "utf8"));
      return symbols.map((symbol) => /** @type {const} */ ([symbol, installName]));
    }),
  );
}
