import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Authority } from "./authority/authority.js";
import { parseConfig } from "./config/load.js";
import type { EmulatorConfig, EmulatorConfigInput } from "./config/schema.js";
import { configuredAuthority, type EmulatorAuthorityOptions, environmentOf } from "./configured-authority.js";
import { type PrivateBus, startPrivateBus } from "./dbus/private-bus.js";
import { type BrokerListeners, type BrokerService, DBusBroker } from "./dbus/service.js";
import { Directory } from "./directory/directory.js";
import { refuseOtherDirectory, refuseUnknownOptions } from "./options.js";
import { refuseProduction } from "./production.js";

/** Options of {@link startEmulator}. */
export interface EmulatorOptions extends BrokerListeners {
  /** The configuration, as the file holds it; every part has a default. */
  readonly config?: EmulatorConfigInput;
  /** A directory that other faces show too, in place of what the configuration says of one. */
  readonly directory?: Directory;
  /** The D-Bus address of a bus to use; without it the emulator starts one of its own. */
  readonly busAddress?: string;
  /** Install a D-Bus service file, so that the bus starts a broker when one is called and none is there. */
  readonly activation?: boolean;
  /** Whether the broker starts with the emulator; true without it. */
  readonly startBroker?: boolean;
  /** How the HTTP authority starts, or false for none. */
  readonly authority?: EmulatorAuthorityOptions | false;
}

/** A running emulator. */
export interface Emulator {
  /** What a client's environment needs: the bus, the authority, and an application to be. */
  readonly env: Readonly<Record<string, string>>;
  /** The emulator's own bus; undefined on somebody else's. */
  readonly bus: PrivateBus | undefined;
  readonly broker: BrokerService;
  /** The HTTP authority; undefined when the options said so. */
  readonly authority: Authority | undefined;
  readonly directory: Directory;
  /** Ends the broker, the authority and the emulator's own bus, and removes what they left. Idempotent. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const KNOWN_OPTIONS = {
  config: true,
  directory: true,
  busAddress: true,
  activation: true,
  startBroker: true,
  authority: true,
  onInteraction: true,
  onRequest: true,
  onCompleted: true,
  onLeave: true,
} satisfies Record<keyof EmulatorOptions, true>;

/**
 * Starts a broker on a session bus of its own, and the HTTP authority of the same directory.
 *
 * @throws EmulatorError with the reason as its code: a wrong configuration, `NODE_ENV=production`, no `dbus-daemon`, a
 *   name that is owned, or a port in use.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  refuseProduction();
  refuseUnknownOptions("startEmulator", options, KNOWN_OPTIONS);
  const config = parseConfig(options.config ?? {});
  refuseOtherDirectory(options.directory, options.config, config);
  const directory = options.directory ?? new Directory(config);
  const authority = configuredAuthority(directory, config, options.authority ?? {});
  const bus = options.busAddress === undefined ? await startBus(config, options) : undefined;
  const address = bus?.address ?? options.busAddress ?? "";
  const broker = new DBusBroker({ address, directory, config, listeners: options });
  const stop = async (): Promise<void> => {
    await broker.stop();
    await authority?.close();
    await bus?.stop();
  };
  try {
    await authority?.listen();
    if (options.startBroker !== false) await broker.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const env = {
    DBUS_SESSION_BUS_ADDRESS: address,
    ...environmentOf(directory, authority, options.authority ?? {}),
  };
  return { env, bus, broker, authority, directory, stop, [Symbol.asyncDispose]: stop };
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
  return [process.execPath, cli, "serve", "--quiet", "--no-authority", "--config", file];
}
