import { BrokerError } from "@authbroker/core";
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
    const text = cause instanceof Error ? cause.message : String(cause);
    throw new BrokerError("broker_load_failed", {
      message: `@authbroker/broker-macos is installed, but its native part does not load: ${text}`,
      hint: `Install it again on this system: npm install "@authbroker/broker-macos@>=0.1 <1". There is a build for macOS on arm64 and x64; this is ${process.platform}-${process.arch}.`,
      cause,
    });
  }
}
