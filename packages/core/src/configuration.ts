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
  /**
   * Take the broker or fail: no call opens a browser, shows a device code or is served from msal-node's cache. A call that
   * the broker cannot serve rejects with `route_unavailable`.
   */
  readonly required?: boolean;
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
  readonly required: boolean;
  /** msal-node's `auth.isMcp`: every request has to name its `resource`. */
  readonly isMcp: boolean;
  /** What the routes over msal-node are made of. */
  readonly msal: Omit<MsalConfiguration, "broker">;
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
 * @throws BrokerError `request_unsupported` for a setting that would have to be ignored.
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
  const required = checkBoolean("broker.required", broker?.required);
  const { cache, system, telemetry } = configuration;
  return {
    clientId: auth.clientId,
    authority: parseAuthority("auth.authority", auth.authority ?? DEFAULT_AUTHORITY),
    clientCapabilities: checkCapabilities("auth.clientCapabilities", auth.clientCapabilities),
    flags: checkFlags(configuration),
    implementation: checkImplementation(broker?.implementation),
    required,
    isMcp: checkBoolean("auth.isMcp", auth.isMcp),
    msal: {
      auth: { ...auth },
      ...(cache === undefined ? {} : { cache: { ...cache } }),
      ...(system === undefined ? {} : { system: { ...system } }),
      ...(telemetry === undefined ? {} : { telemetry: { ...telemetry } }),
    },
  };
}

/** @throws TypeError that names the argument, unless it is an array of strings; none is an empty one. */
export function checkCapabilities(argument: string, capabilities: unknown): readonly string[] {
  if (capabilities === undefined) return [];
  if (!Array.isArray(capabilities)) {
    throw new TypeError(`"${argument}" must be an array of strings; received ${describe(capabilities)}`);
  }
  return capabilities.map((capability: unknown, index) => {
    requireNonEmptyString(`${argument}[${index}]`, capability);
    return capability;
  });
}

/** @throws TypeError that names the flag, unless each is a boolean; one that is not given is off. */
export function checkFlags(configuration: Pick<Configuration, BrokerFlag>): CheckedConfiguration["flags"] {
  const flag = (name: BrokerFlag): boolean => checkBoolean(name, configuration[name]);
  return {
    enableBrokerOnWindows: flag("enableBrokerOnWindows"),
    enableBrokerOnMac: flag("enableBrokerOnMac"),
    enableBrokerOnLinux: flag("enableBrokerOnLinux"),
    enableBrokerOnWsl: flag("enableBrokerOnWsl"),
  };
}

/** @throws TypeError that names the argument, unless it is a boolean; false when it is not given. */
export function checkBoolean(argument: string, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "boolean") return value;
  throw new TypeError(`"${argument}" must be a boolean; received ${describe(value)}`);
}

/** @throws TypeError that names the method that a broker of the application's own lacks. */
export function checkImplementation(broker: Broker | undefined): Broker | undefined {
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

/** Settings that nobody reads. */
function refuseWhatWouldBeDropped(configuration: Configuration): void {
  const { auth, broker } = configuration;
  refuseSettings({
    ...unknownFields(configuration, KNOWN_FIELDS, ""),
    ...unknownFields(broker ?? {}, KNOWN_BROKER_FIELDS, "broker."),
    "auth.azureCloudOptions": auth.azureCloudOptions,
  });
}

/**
 * Settings that have a value, by name.
 *
 * @throws BrokerError `request_unsupported` for the first of them.
 */
export function refuseSettings(refused: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(refused)) {
    if (value === undefined) continue;
    throw new BrokerError("request_unsupported", {
      message: `"${name}" is nothing that this library knows, and is not silently dropped`,
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

/** The fields of {@link BrokerOptions}. */
export const KNOWN_BROKER_FIELDS: ReadonlySet<string> = new Set<string>([
  "implementation",
  "required",
] satisfies readonly (keyof BrokerOptions)[]);

/** A misspelt flag would otherwise be a flag that is off. */
export function unknownFields(
  object: object,
  known: ReadonlySet<string>,
  prefix: string,
): Readonly<Record<string, unknown>> {
  const unknown = Object.entries(object).filter(([field]) => !known.has(field));
  return Object.fromEntries(unknown.map(([field, value]) => [prefix + field, value]));
}

const ADVICE: Readonly<Record<string, string>> = {
  "auth.azureCloudOptions": 'Give the cloud\'s authority in "auth.authority" instead.',
  "broker.nativeBrokerPlugin":
    "Set the flag of the operating system, such as enableBrokerOnLinux: true, instead.",
};
