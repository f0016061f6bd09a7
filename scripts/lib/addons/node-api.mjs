import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../workspace.mjs";

/** The version of Node-API that the addons are built for: every Node.js and Electron that is supported has it. */
const VERSION = "v8";

/** What Node.js asks an addon for. */
export const ENTRY_POINTS = ["napi_register_module_v1", "node_api_module_get_api_version_v1"];

/** The functions that an addon may ask Node.js for, and none of a later version. */
export function nodeApiFunctions() {
  const headers = createRequire(join(root, "packages", "broker-windows", "package.json"))("node-api-headers");
  const { js_native_api_symbols: engine, node_api_symbols: node } = headers.symbols[VERSION];
  return new Set(/** @type {string[]} */ ([...engine, ...node]));
}
