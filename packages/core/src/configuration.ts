import type { LogLevel, Configuration as MsalConfiguration, ProtocolMode } from "@azure/msal-node";
import type { Broker } from "./contract.js";
import { refuseUnknownSettings } from "./configuration-fields.js";
import type { BrokerSystem } from "./platform.js";
import { DEFAULT_AUTHORITY, parseAuthority } from "./requests/authority.js";
import { describe, requireMethods, requireNonEmptyString, requireObject } from "./requests/check.js";

/** msal-node's `auth`, without what is a confidential client's, and without a second way to name a cloud. */
export type AuthOptions = Omit<
  MsalConfiguration["auth"],
  "azureCloudOptions" | "clientAssertion" | "clientCertificate" | "clientSecret"
>;

/** What `PublicClientApplication.create()` takes: msal-node's configuration, and the broker's. */
export interface Configuration extends Omit<MsalConfiguration, "auth" | "broker"> {
  /** Who the application is, and where it signs in: `https://login.microsoftonline.com/common` when it does not say. */
  readonly auth: AuthOptions;
  /** Use the Web Account Manager on Windows. Off by default. Needs `@authbroker/broker-windows`. */
  readonly enableBrokerOnWindows?: boolean;
  /** Use the Enterprise SSO extension on macOS. Off by default. Needs `@authbroker/broker-macos`. */
  readonly enableBrokerOnMac?: boolean;
  /** Use Microsoft single sign-on on Linux. Off by default. Needs `@authbroker/broker-linux`. */
  readonly enableBrokerOnLinux?: boolean;
  /**
   * Use Microsoft single sign-on on Linux inside Windows Subsystem for Linux, and on no other Linux; Windows' broker
   * cannot be reached from there. Off by default. Needs `@authbroker/broker-linux`.
   */
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
export function flagsOf(system: BrokerSystem): readonly [BrokerFlag, ...BrokerFlag[]] {
  switch (system) {
    case "windows":
      return ["enableBrokerOnWindows"];
    case "macos":
      return ["enableBrokerOnMac"];
    case "linux":
      return ["enableBrokerOnLinux"];
    case "wsl":
      return ["enableBrokerOnWsl", "enableBrokerOnLinux"];
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
  refuseUnknownSettings(configuration);
  checkMsalSettings(configuration);
  const required = checkBoolean("broker.required", broker?.required);
  const { cache, system, telemetry } = configuration;
  return {
    clientId: auth.clientId,
    authority: parseAuthority("auth.authority", auth.authority ?? DEFAULT_AUTHORITY),
    clientCapabilities: checkStrings("auth.clientCapabilities", auth.clientCapabilities),
    flags: checkFlags(configuration),
    implementation: checkImplementation(broker?.implementation),
    required,
    isMcp: checkBoolean("auth.isMcp", auth.isMcp),
    msal: {
      auth: { ...auth },
      ...(cache ? { cache: { ...cache } } : {}),
      ...(system ? { system: { ...system } } : {}),
      ...(telemetry ? { telemetry: { ...telemetry } } : {}),
    },
  };
}

/** What to type for msal-node's values, and the values: it is not loaded for them. */
const LOG_LEVELS: Readonly<Record<`LogLevel.${keyof typeof LogLevel}`, number>> = {
  "LogLevel.Error": 0,
  "LogLevel.Warning": 1,
  "LogLevel.Info": 2,
  "LogLevel.Verbose": 3,
  "LogLevel.Trace": 4,
};
const PROTOCOL_MODES: Readonly<Record<`ProtocolMode.${keyof typeof ProtocolMode}`, string>> = {
  "ProtocolMode.AAD": "AAD",
  "ProtocolMode.OIDC": "OIDC",
  "ProtocolMode.EAR": "EAR",
};

/** What msal-node would stumble over in the middle of a call, and blame on the network or the server, or not heed. */
function checkMsalSettings({ auth, cache, system }: Configuration): void {
  checkStrings("auth.knownAuthorities", auth.knownAuthorities);
  if (cache?.cachePlugin) {
    requireMethods("cache.cachePlugin", cache.cachePlugin, ["beforeCacheAccess", "afterCacheAccess"]);
  }
  const { loggerOptions, networkClient, protocolMode } = system ?? {};
  if (networkClient) {
    requireMethods("system.networkClient", networkClient, ["sendGetRequestAsync", "sendPostRequestAsync"]);
  }
  if (loggerOptions?.loggerCallback)
    requireMethods("system.loggerOptions", loggerOptions, ["loggerCallback"]);
  checkBoolean("system.loggerOptions.piiLoggingEnabled", loggerOptions?.piiLoggingEnabled);
  checkOneOf("system.loggerOptions.logLevel", loggerOptions?.logLevel, LOG_LEVELS);
  checkOneOf("system.protocolMode", protocolMode, PROTOCOL_MODES);
}

/** @throws TypeError that names the argument and the values it can have, unless it has one of them or is not given. */
function checkOneOf(argument: string, value: unknown, known: Readonly<Record<string, unknown>>): void {
  if (value === undefined || value === null || Object.values(known).includes(value)) return;
  const names = Object.keys(known).join(", ");
  throw new TypeError(`"${argument}" must be one of ${names}; received ${describe(value)}`);
}

/** @throws TypeError that names the argument, unless it is an array of strings; none is an empty one. */
export function checkStrings(argument: string, strings: unknown): readonly string[] {
  if (strings === undefined) return [];
  if (!Array.isArray(strings)) {
    throw new TypeError(`"${argument}" must be an array of strings; received ${describe(strings)}`);
  }
  return strings.map((string: unknown, index) => {
    requireNonEmptyString(`${argument}[${index}]`, string);
    return string;
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
  requireMethods("broker.implementation", broker, [
    "probe",
    "getAccounts",
    "acquireTokenSilent",
    "acquireTokenInteractive",
    "signOut",
  ]);
  return broker;
}
