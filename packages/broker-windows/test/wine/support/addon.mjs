import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/**
 * The native part of the installed package, the file that src/addon.ts loads.
 *
 * @type {import("../../../src/addon.js").Addon}
 */
export const addon = require(
  path.join(
    path.dirname(require.resolve("@authbroker/broker-windows/package.json")),
    `prebuilds/win32-${process.arch}/broker-windows.node`,
  ),
);
