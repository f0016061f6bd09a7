import { loadFailed } from "@authbroker/core/broker";
import { type Addon, loadAddon } from "./addon.js";

/**
 * The addon, loaded on first use.
 *
 * @throws BrokerError `broker_load_failed`, with the words of Windows' loader.
 */
export function requireAddon(): Addon {
  try {
    return loadAddon();
  } catch (cause) {
    throw loadFailed("@authbroker/broker-windows", "Windows on x64, arm64 and ia32", cause);
  }
}
