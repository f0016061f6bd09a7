import type { INativeBrokerPlugin } from "@azure/msal-node";
import type { BrokerFlag, BrokerOptions, Configuration } from "./configuration.js";
import type { BrokerProbe } from "./contract.js";
import type { MsalNodeClasses } from "./errors/msal-classes.js";

/** What {@link createNativeBrokerPlugin} takes. */
export interface NativeBrokerPluginOptions extends Pick<Configuration, BrokerFlag> {
  /**
   * `implementation`: a broker to use instead of this system's package. `required`: reject where the broker cannot be used,
   * for without a plugin msal-node opens the browser.
   */
  readonly broker?: BrokerOptions;
  /** The client's `auth.clientCapabilities`, such as `["CP1"]`: msal-node does not hand them to a plugin. */
  readonly clientCapabilities?: readonly string[];
  /** The application (client) ID for `getAccountById`, which names none; without it, that of the plugin's last call. */
  readonly clientId?: string;
  /**
   * The module `@azure/msal-node` whose classes errors have, where the process holds several copies of it, as with
   * `@azure/identity`; without it, the copy that this package finds.
   */
  readonly msalNode?: MsalNodeClasses;
}

/** A plugin for `broker: { nativeBrokerPlugin }` of msal-node, and what was found out about the broker. */
export interface NativeBrokerPlugin extends INativeBrokerPlugin {
  /** Whether the broker could be used when the plugin was made. msal-node looks at it once, when a client is made. */
  readonly isBrokerAvailable: boolean;
  /** The same, and why it could not and what mends it. */
  readonly probe: BrokerProbe;
}

/**
 * Makes the broker of this system a plugin for an msal-node client; for `@azure/identity` it is `authbrokerPlugin`.
 *
 * One plugin is for one client: its log lines go to the `loggerCallback` of the client that was made last. Beside the fields of msal-node's
 * types, a request may have `signal`, `timeoutMs`, `parentWindowHandle` and `onBeforeLaunchingUi`, which msal-node passes
 * on. The `nativeAccountId` of its accounts is opaque, and a guest's has the tenant in it: give an account back as it came.
 * A field that brokers cannot honour is refused by name, and so is an account that is not the broker's.
 *
 * @throws TypeError that names the option.
 * @throws BrokerError `broker_contract_mismatch` when the package was made for another version of core,
 * `request_unsupported` for an option that is unknown. With `broker.required` also BrokerPackageMissingError or
 * `broker_load_failed`, and `route_unavailable` where the broker cannot be used.
 */
export async function createNativeBrokerPlugin(
  options: NativeBrokerPluginOptions = {},
): Promise<NativeBrokerPlugin> {
  const { createPlugin } = await import("./plugin/create.js");
  return createPlugin(options);
}
