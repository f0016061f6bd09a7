import type { Broker } from "@authbroker/core";
import { MacosBroker } from "./broker.js";
import { requireAddon } from "./load.js";
import { checkSettings, type MacosBrokerOptions } from "./settings.js";
import { VERSION } from "./version.js";

export type { MacosBrokerOptions } from "./settings.js";

/**
 * Makes a broker with settings of its own, for `broker: { implementation }` of a client.
 *
 * @throws TypeError that names the option.
 */
export function createMacosBroker(options: MacosBrokerOptions = {}): Broker {
  return new MacosBroker(checkSettings(options), requireAddon);
}

/**
 * Microsoft's Enterprise SSO extension, over AuthenticationServices: the broker of this process, or of this worker thread.
 * Importing it loads nothing native and asks nobody; the first call does.
 */
export const broker: Broker = createMacosBroker();

/** The version of this package. */
export const version: string = VERSION;

/**
 * Loads the native part now instead of at the first call. Asks no extension.
 *
 * @throws BrokerError `broker_load_failed`.
 */
export async function load(): Promise<void> {
  requireAddon();
}
