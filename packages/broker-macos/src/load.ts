import { loadFailed } from "@authbroker/core/broker";
import { type Addon, loadAddon } from "./addon.js";

/**
 * The addon, loaded on first use.
 *
 * @throws BrokerError `broker_load_failed`, with the loader's own error as its cause.
 */
export function requireAddon(): Addon {
  try {
    return loadAddon();
  } catch (cause) {
    throw loadFailed("@authbroker/broker-macos", "macOS on arm64 and x64", cause);
  }
}
