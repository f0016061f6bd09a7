import type { BrokerFlag } from "../configuration.js";
import type { NativeBrokerPluginOptions } from "../native-broker-plugin.js";

/** The options of a plugin. */
export const OPTION_NAMES: ReadonlySet<string> = new Set<string>([
  "broker",
  "clientCapabilities",
  "clientId",
  "enableBrokerOnLinux",
  "enableBrokerOnMac",
  "enableBrokerOnWindows",
  "enableBrokerOnWsl",
  "msalNode",
] satisfies readonly (keyof NativeBrokerPluginOptions | BrokerFlag)[]);
