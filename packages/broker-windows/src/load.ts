import { BrokerError } from "@authbroker/core";
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
    throw loadError(cause);
  }
}

function loadError(cause: unknown): BrokerError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new BrokerError("broker_load_failed", {
    message: `@authbroker/broker-windows is installed, but its native part does not load: ${text}`,
    hint: `Install it again on this system: npm install "@authbroker/broker-windows@>=0.1 <1". There are builds for Windows on x64, arm64 and ia32; this is ${process.platform}-${process.arch}.`,
    cause,
  });
}
