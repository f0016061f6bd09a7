import { createRequire } from "node:module";
import { macosNotes } from "./native-macos.js";
import { windowsNotes } from "./native-windows.js";
import { addonPath } from "./surroundings.js";

/**
 * What the addon alone says of the system, below the broker package that hides it: what is there, and the names of the
 * fields that answers have. Of values only those that say nothing about anybody.
 *
 * @param {import("@authbroker/core").SystemKind} system
 * @param {string} clientId
 * @param {string} [path] the file of the addon
 * @returns {Promise<readonly string[]>}
 */
export async function nativeNotes(system, clientId, path = addonPath(system)) {
  const addon = createRequire(path)(path);
  return system === "macos" ? macosNotes(addon, clientId) : windowsNotes(addon, clientId);
}
