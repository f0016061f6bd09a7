import type { Configuration as MsalConfiguration } from "@azure/msal-node";
import type { Broker } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import type { SystemKind } from "./platform.js";
import { DEFAULT_AUTHORITY, parseAuthority } from "./requests/authority.js";
import { describe, requireNonEmptyString, requireObject } from "./requests/check.js";

/** What `PublicClientApplication.create()` takes: msal-node's configuration, and the broker's. */
export interface Configuration extends Omit<MsalConfiguration, "broker"> {
  /** Use the Web Account Manager on Windows. Off by default. Needs `@authbroker/broker-windows`. */
  readonly enableBrokerOnWindows?: boolean;
  /** Use the Enterprise SSO extension on macOS. Off by default. Needs `@authbroker/broker-macos`. */
  readonly enableBrokerOnMac?: boolean;
  /** Use Microsoft single sign-on on Linux. Off by default. Needs `@authbroker/broker-linux`. */
  readonly enableBrokerOnLinux?: boolean;
  /** Use the broker inside Windows Subsystem for Linux. Off by default. Needs `@authbroker/broker-linux`. */
  readonly enableBrokerOnWsl?: boolean;
  /** A broker of the application's own. */
  readonly broker?: BrokerOptions;
}

/** The broker's part of a {@link Configuration}. */
export interface BrokerOptions {
  /** A broker to use instead of this system's package, whatever the flags say: a stand-in for tests, for example. */
  readonly implementation?: Broker;
}

/** A configuration that was checked. */
export interface CheckedConfiguration {
  readonly clientId: string;
  readonly authority: string;
  readonly clientCapabilities: readonly string[];
  readonly flags: Readonly<Record<BrokerFlag, boolean>>;
  readonly implementation: Broker | undefined;
}

/** The names of the flags. */
export type BrokerFlag =
  | "enableBrokerOnWindows"
  | "enableBrokerOnMac"
  | "enableBrokerOnLinux"
  | "enableBrokerOnWsl";

/** The flags that turn the broker of a system on. Linux' own flag holds inside WSL too, as in MSAL Python. */
export function flagsOf(system: SystemKind): readonly BrokerFlag[] {
  switch (system) {
    case "windows":
      return ["enableBrokerOnWindows"];
    case "macos":
      return ["enableBrokerOnMac"];
    case "linux":
      return ["enableBrokerOnLinux"];
    case "wsl":
      return ["enableBrokerOnWsl", "enableBrokerOnLinux"];
    case "other":
      return [];
  }
}

/**
 * @throws TypeError that names the argument.
 * @throws BrokerError `request_unsupported` for a setting that the broker route would have to ignore.
 */
export function checkConfiguration(configuration: Configuration): CheckedConfiguration {
  requireObject("configuration", configuration);
  const { auth, broker } = configuration;
  requireObject("auth", auth);
  requireNonEmptyString("auth.clientId", auth.clientId);
  if (/[\s\p{Cc}]/u.test(auth.clientId)) {
    throw new TypeError('"auth.clientId" must be an application (client) ID; received one with blanks');
  }
  refuseWhatWouldBeDropped(configuration);
  return {
    clientId: auth.clientId,
    authority: parseAuthority("auth.authority", auth.authority ?? DEFAULT_AUTHORITY),
    clientCapabilities: checkCapabilities(auth.clientCapabilities),
    flags: checkFlags(configuration),
    implementation: checkImplementation(broker?.implementation),
  };
}

function checkCapabilities(capabilities: unknown): readonly string[] {
  if (capabilities === undefined) return [];
  if (!Array.isArray(capabilities)) {
    throw new TypeError(
      `"auth.clientCapabilities" must be an array of strings; received ${describe(capabilities)}`,
    );
  }
  return capabilities.map((capability: unknown, index) => {
    requireNonEmptyString(`auth.clientCapabilities[${index}]`, capability);
    return capability;
  });
}

function checkFlags(configuration: Configuration): CheckedConfiguration["flags"] {
  const flag = (name: BrokerFlag): boolean => {
    const value: unknown = configuration[name] ?? false;
    if (typeof value !== "boolean")
      throw new TypeError(`"${name}" must be a boolean; received ${describe(value)}`);
    return value;
  };
  return {
    enableBrokerOnWindows: flag("enableBrokerOnWindows"),
    enableBrokerOnMac: flag("enableBrokerOnMac"),
    enableBrokerOnLinux: flag("enableBrokerOnLinux"),
    enableBrokerOnWsl: flag("enableBrokerOnWsl"),
  };
}

function checkImplementation(broker: Broker | undefined): Broker | undefined {
  if (broker === undefined) return undefined;
  requireObject("broker.implementation", broker);
  for (const method of [
    "probe",
    "getAccounts",
    "acquireTokenSilent",
    "acquireTokenInteractive",
    "signOut",
  ] as const) {
    if (typeof broker[method] !== "function") {
      throw new TypeError(
        `"broker.implementation.${method}" must be a function; received ${describe(broker[method])}`,
      );
    }
  }
  return broker;
}

/** Settings that nobody reads, and those of msal-node's that the broker has no field for. */
function refuseWhatWouldBeDropped(configuration: Configuration): void {
  const { auth, broker } = configuration;
  const refused: Readonly<Record<string, unknown>> = {
    ...unknownFields(configuration, KNOWN_FIELDS, ""),
    ...unknownFields(broker ?? {}, KNOWN_BROKER_FIELDS, "broker."),
    "auth.azureCloudOptions": auth.azureCloudOptions,
    "auth.isMcp": auth.isMcp === false ? undefined : auth.isMcp,
  };
  for (const [name, value] of Object.entries(refused)) {
    if (value === undefined) continue;
    throw new BrokerError("request_unsupported", {
      message: `"${name}" is nothing that the broker route knows, and is not silently dropped`,
      hint: ADVICE[name] ?? `Leave "${name}" out of the configuration, or check its spelling.`,
    });
  }
}

const KNOWN_FIELDS: ReadonlySet<string> = new Set<string>([
  "auth",
  "broker",
  "cache",
  "system",
  "telemetry",
  "enableBrokerOnWindows",
  "enableBrokerOnMac",
  "enableBrokerOnLinux",
  "enableBrokerOnWsl",
] satisfies readonly (keyof Configuration)[]);

const KNOWN_BROKER_FIELDS: ReadonlySet<string> = new Set<string>([
  "implementation",
] satisfies readonly (keyof BrokerOptions)[]);

/** A misspelt flag would otherwise be a flag that is off. */
function unknownFields(
  object: object,
  known: ReadonlySet<string>,
  prefix: string,
): Readonly<Record<string, unknown>> {
  const unknown = Object.entries(object).filter(([field]) => !known.has(field));
  return Object.fromEntries(unknown.map(([field, value]) => [prefix + field, value]));
}

const ADVICE: Readonly<Record<string, string>> = {
  "auth.azureCloudOptions": 'Give the cloud\'s authority in "auth.authority" instead.',
  "auth.isMcp": 'Leave "auth.isMcp" out.',
  "broker.nativeBrokerPlugin":
    "Set the flag of the operating system, such as enableBrokerOnLinux: true, instead.",
};
