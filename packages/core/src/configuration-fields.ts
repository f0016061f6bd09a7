import type { Configuration as MsalConfiguration } from "@azure/msal-node";
import type { AuthOptions, BrokerOptions, Configuration } from "./configuration.js";
import { BrokerError } from "./errors/broker-error.js";
import { requireObject } from "./requests/check.js";

type System = NonNullable<MsalConfiguration["system"]>;

/** Every setting there is of a section of the configuration. */
type Fields<Section> = Readonly<Record<keyof Section, true>>;

const CONFIGURATION = {
  auth: true,
  broker: true,
  cache: true,
  system: true,
  telemetry: true,
  enableBrokerOnWindows: true,
  enableBrokerOnMac: true,
  enableBrokerOnLinux: true,
  enableBrokerOnWsl: true,
} as const satisfies Fields<Configuration>;

const AUTH = {
  clientId: true,
  authority: true,
  authorityMetadata: true,
  clientCapabilities: true,
  cloudDiscoveryMetadata: true,
  isMcp: true,
  knownAuthorities: true,
} as const satisfies Fields<AuthOptions>;

/** The settings of {@link BrokerOptions}. */
export const BROKER: Fields<BrokerOptions> = { implementation: true, required: true };

const CACHE = { cachePlugin: true } as const satisfies Fields<NonNullable<MsalConfiguration["cache"]>>;

const SYSTEM = {
  disableInternalRetries: true,
  loggerOptions: true,
  networkClient: true,
  protocolMode: true,
} as const satisfies Fields<System>;

/** Each line has the correlation id of its own call, so there is none for all. */
const LOGGER = { loggerCallback: true, logLevel: true, piiLoggingEnabled: true } as const satisfies Fields<
  Omit<NonNullable<System["loggerOptions"]>, "correlationId">
>;

const TELEMETRY = { application: true } as const satisfies Fields<
  NonNullable<MsalConfiguration["telemetry"]>
>;

/**
 * Refuses, by name, a setting that nobody would read: a misspelt one would otherwise be one that is off.
 *
 * @throws TypeError that names a section that is no object.
 * @throws BrokerError `request_unsupported`.
 */
export function refuseUnknownSettings(configuration: Configuration): void {
  const { auth, broker, cache, system, telemetry } = configuration;
  refuseOthers("", configuration, CONFIGURATION);
  refuseOthers("auth", auth, AUTH);
  refuseOthers("broker", broker, BROKER);
  refuseOthers("cache", cache, CACHE);
  refuseOthers("system", system, SYSTEM);
  refuseOthers("system.loggerOptions", system?.loggerOptions, LOGGER);
  refuseOthers("telemetry", telemetry, TELEMETRY);
}

/**
 * @param path The name of the section, empty for the outermost.
 * @param known An object with a member for each setting there is.
 * @throws TypeError when the section is no object.
 * @throws BrokerError `request_unsupported` that names the first setting which is none.
 */
export function refuseOthers(path: string, section: unknown, known: object): void {
  if (section === undefined || section === null) return;
  requireObject(path, section);
  // Inherited fields too: a configuration may be an object of a class.
  for (const field in section) {
    if (Object.hasOwn(known, field) || Reflect.get(section, field) === undefined) continue;
    const name = path === "" ? field : `${path}.${field}`;
    throw new BrokerError("request_unsupported", {
      message: `"${name}" is nothing that this library knows, and is not silently dropped`,
      hint: ADVICE.get(name) ?? `Leave "${name}" out of the configuration, or check its spelling.`,
    });
  }
}

const PUBLIC_CLIENT =
  "Leave it out: an application on the user's machine is a public client, and can keep no secret.";

const PROXY = 'Give a "system.networkClient" that goes through the proxy instead.';

const ADVICE: ReadonlyMap<string, string> = new Map([
  ["auth.azureCloudOptions", 'Give the cloud\'s authority in "auth.authority" instead.'],
  ["auth.clientAssertion", PUBLIC_CLIENT],
  ["auth.clientCertificate", PUBLIC_CLIENT],
  ["auth.clientSecret", PUBLIC_CLIENT],
  [
    "broker.nativeBrokerPlugin",
    "Set the flag of the operating system, such as enableBrokerOnLinux: true, instead.",
  ],
  ["system.customAgentOptions", PROXY],
  ["system.loggerOptions.correlationId", "Give each request its own correlationId instead."],
  ["system.proxyUrl", PROXY],
]);
