import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/**
 * The native part of the installed package, as src/addon.ts loads it.
 *
 * @type {import("../../../src/addon.js").Addon}
 */
export const addon = require("node-gyp-build")(
  path.dirname(require.resolve("@authbroker/broker-windows/package.json")),
);
