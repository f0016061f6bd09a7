import type { Broker } from "@authbroker/core";
import { createWindowsBroker } from "./broker.js";
import { requireAddon } from "./load.js";
import { VERSION } from "./version.js";

/**
 * The Web Account Manager of Windows: the broker of this process, or of this worker thread. Importing it loads nothing
 * native; the first call does.
 */
export const broker: Broker = createWindowsBroker(requireAddon);

/** The version of this package. */
export const version: string = VERSION;

/**
 * Loads the native part now instead of at the first call. Asks Windows nothing.
 *
 * @throws BrokerError `broker_load_failed`, with the words of Windows' loader.
 */
export async function load(): Promise<void> {
  requireAddon();
}
