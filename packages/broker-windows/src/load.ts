import { loadNativePart } from "@authbroker/core/broker";
import { type Addon, isAddon } from "./addon.js";

let addon: Addon | undefined;

/**
 * The addon, loaded on first use, never at import.
 *
 * @throws BrokerError `broker_load_failed`, with the words of Windows' loader.
 */
export function requireAddon(): Addon {
  addon ??= loadNativePart({
    name: "@authbroker/broker-windows",
    builds: "Windows on x64, arm64 and ia32",
    // See `NativePart.code`.
    code: import.meta.filename ?? (typeof __filename === "string" ? __filename : import.meta.url),
    isAddon,
  });
  return addon;
}
