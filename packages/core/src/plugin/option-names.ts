import type { BrokerFlag } from "../configuration.js";
import type { NativeBrokerPluginOptions } from "../native-broker-plugin.js";

/** The options of a plugin. */
export const OPTION_NAMES: Readonly<Record<BrokerFlag | keyof NativeBrokerPluginOptions, true>> = {
  broker: true,
  clientCapabilities: true,
  clientId: true,
  enableBrokerOnLinux: true,
  enableBrokerOnMac: true,
  enableBrokerOnWindows: true,
  enableBrokerOnWsl: true,
  msalNode: true,
};
