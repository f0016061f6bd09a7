import type { Broker, BrokerPlatform, LimitReason, UnavailableReason } from "@authbroker/core";
import { parseConfig } from "../config/load.js";
import type { EmulatorConfigInput } from "../config/schema.js";
import type { Faults } from "../dbus/faults.js";
import { configuredPerson, type OnInteraction } from "../dbus/interactions.js";
import { Directory } from "../directory/directory.js";
import { EmulatorError } from "../errors.js";
import { refuseOtherDirectory, refuseUnknownOptions } from "../options.js";
import { refuseProduction } from "../production.js";
import { InProcessFaults } from "./faults.js";
import { InProcessBroker } from "./in-process-broker.js";
import type { RecordedCall } from "./recorded-calls.js";

/** Options of {@link createEmulatedBroker}. */
export interface EmulatedBrokerOptions {
  /** The configuration, as the file holds it; every part has a default. */
  readonly config?: EmulatorConfigInput;
  /** A directory that other faces show too, in place of what the configuration says of one. */
  readonly directory?: Directory;
  /** Plays the person in front of the broker's window; without it the configuration's `interaction` does. */
  readonly onInteraction?: OnInteraction;
  /** The operating system whose broker it is; `linux` without it. Any works anywhere. */
  readonly platform?: BrokerPlatform;
}

/** A broker for an application's own tests: no operating system, no bus, no process is asked. */
export interface EmulatedBroker {
  /** To be handed to `PublicClientApplication.create()` as `broker: { implementation }`. */
  readonly broker: Broker;
  readonly directory: Directory;
  /** The client ID of the directory's first app. */
  readonly clientId: string;
  /** What the broker does wrong: the faults by name that need no bus. */
  readonly faults: Faults;
  /** The last calls, up to 5,000 of them, the oldest first. */
  readonly requests: readonly RecordedCall[];
  /**
   * Takes the broker away, or gives it back: its probe says so, and its calls are rejected with `broker_unavailable`.
   *
   * @param reason - what the probe says; `broker_not_installed` without it.
   */
  setAvailable(available: boolean, reason?: UnavailableReason): void;
  /** What its probe says that it cannot do; its calls are served all the same. */
  setLimits(limits: readonly LimitReason[]): void;
}

const KNOWN_OPTIONS = {
  config: true,
  directory: true,
  onInteraction: true,
  platform: true,
} satisfies Record<keyof EmulatedBrokerOptions, true>;

const PLATFORMS = { linux: true, windows: true, macos: true } satisfies Record<BrokerPlatform, true>;

/**
 * Makes a broker in process, on any operating system. It has nothing to close.
 *
 * @throws EmulatorError `config_invalid` or `production_refused`.
 */
export function createEmulatedBroker(options: EmulatedBrokerOptions = {}): EmulatedBroker {
  refuseProduction();
  refuseUnknownOptions("createEmulatedBroker", options, KNOWN_OPTIONS);
  const { platform = "linux" } = options;
  if (!Object.hasOwn(PLATFORMS, platform)) {
    throw new EmulatorError(
      "config_invalid",
      `platform: "${platform}" is not one of ${Object.keys(PLATFORMS).join(", ")}`,
    );
  }
  const config = parseConfig(options.config ?? {});
  refuseOtherDirectory(options.directory, options.config, config);
  const directory = options.directory ?? new Directory(config);
  const faults = new InProcessFaults(config.faults);
  const broker = new InProcessBroker({
    directory,
    platform,
    version: config.broker.version,
    faults,
    person: options.onInteraction ?? configuredPerson(directory, config.interaction),
  });
  return {
    broker,
    directory,
    clientId: directory.apps[0]?.clientId ?? "",
    faults,
    requests: broker.log.calls,
    setAvailable(available, reason = "broker_not_installed") {
      const message = "the test took the emulated broker away";
      broker.unavailable = available ? undefined : { available: false, reason, message };
    },
    setLimits(limits) {
      broker.limits = limits.map((reason) => ({
        reason,
        message: "the test has limited the emulated broker",
      }));
    },
  };
}
