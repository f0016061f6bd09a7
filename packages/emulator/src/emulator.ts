import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfig } from "./config/load.js";
import type { EmulatorConfig, EmulatorConfigInput } from "./config/schema.js";
import { type PrivateBus, startPrivateBus } from "./dbus/private-bus.js";
import { type BrokerListeners, type BrokerService, DBusBroker } from "./dbus/service.js";
import { Directory } from "./directory/directory.js";
import { refuseProduction } from "./production.js";

/** Options of {@link startEmulator}. */
export interface EmulatorOptions extends BrokerListeners {
  /** The configuration, as the file holds it; every part has a default. */
  readonly config?: EmulatorConfigInput;
  /** The D-Bus address of a bus to use; without it the emulator starts one of its own. */
  readonly busAddress?: string;
  /** Install a D-Bus service file, so that the bus starts a broker when one is called and none is there. */
  readonly activation?: boolean;
  /** Whether the broker starts with the emulator; true without it. */
  readonly startBroker?: boolean;
}

/** A running emulator. */
export interface Emulator {
  /** What a client's environment needs: the bus, and an application to be. */
  readonly env: Readonly<Record<string, string>>;
  /** The emulator's own bus; undefined on somebody else's. */
  readonly bus: PrivateBus | undefined;
  readonly broker: BrokerService;
  readonly directory: Directory;
  /** Ends the broker and the emulator's own bus, and removes what they left. Idempotent. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a broker on a session bus of its own.
 *
 * @throws EmulatorError with the reason as its code: a wrong configuration, `NODE_ENV=production`, no `dbus-daemon`, or
 *   a name that is owned.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  refuseProduction();
  const config = parseConfig(options.config ?? {});
  const directory = new Directory(config);
  const bus = options.busAddress === undefined ? await startBus(config, options) : undefined;
  const address = bus?.address ?? options.busAddress ?? "";
  const broker = new DBusBroker({ address, directory, config, listeners: options });
  const stop = async (): Promise<void> => {
    await broker.stop();
    await bus?.stop();
  };
  try {
    if (options.startBroker !== false) await broker.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const env = {
    DBUS_SESSION_BUS_ADDRESS: address,
    AUTHBROKER_CLIENT_ID: directory.apps[0]?.clientId ?? "",
    AUTHBROKER_EMULATOR: "1",
  };
  return { env, bus, broker, directory, stop, [Symbol.asyncDispose]: stop };
}

function startBus(config: EmulatorConfig, { activation }: EmulatorOptions): Promise<PrivateBus> {
  return startPrivateBus(
    activation ? { activationCommand: (folder) => activationCommand(folder, config) } : {},
  );
}

/** The command line of a broker with this configuration, for the bus to run. */
async function activationCommand(folder: string, config: EmulatorConfig): Promise<string[]> {
  const file = join(folder, "config.json");
  await writeFile(file, JSON.stringify(config));
  const cli = fileURLToPath(new URL("./cli/main.js", import.meta.url));
  return [process.execPath, cli, "serve", "--quiet", "--config", file];
}
