import { clearTimeout, setTimeout } from "node:timers";
import { loadNativePart } from "@authbroker/core/broker";
import { type Addon, isAddon } from "./addon.js";

let addon: Addon | undefined;

/**
 * The addon, loaded on first use, never at import.
 *
 * @throws BrokerError `broker_load_failed`, with the words of the dynamic linker.
 */
export function requireAddon(): Addon {
  addon ??= loadAddon();
  return addon;
}

function loadAddon(): Addon {
  const loaded = loadNativePart({
    name: "@authbroker/broker-macos",
    builds: "macOS on arm64 and x64",
    // See `NativePart.code`.
    code: import.meta.filename ?? (typeof __filename === "string" ? __filename : import.meta.url),
    isAddon,
  });
  // Bound when this module was imported: what stands in for them later, in tests with fake timers, is not handed on.
  loaded.useTimers({ setTimeout, clearTimeout });
  return loaded;
}
