import type { Broker } from "@authbroker/core";
import { createLinuxBroker } from "./broker.js";
import { requireAddon } from "./load.js";
import { VERSION } from "./version.js";

/**
 * Microsoft single sign-on for Linux, over D-Bus: the broker of this process, or of this worker thread. Importing it
 * loads nothing native and touches no bus; the first call does.
 */
export const broker: Broker = createLinuxBroker();

/** The version of this package. */
export const version: string = VERSION;

/**
 * Loads the native part now instead of at the first call. Touches no bus.
 *
 * @throws BrokerError `broker_load_failed`, which names a missing system library and the package that brings it.
 */
export async function load(): Promise<void> {
  requireAddon();
}
