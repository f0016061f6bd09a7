import { InFlight } from "../coalesce.js";
import type { CheckedConfiguration } from "../configuration.js";
import type { Broker, BrokerUnavailable, TokenResponse } from "../contract.js";
import type { AuthenticationResult as MsalResult } from "@azure/msal-node";
import type { LocalClient } from "../local/local-client.js";
import { createLogger, type Logger } from "../log/logger.js";
import type { SystemKind } from "../platform.js";
import { defaultRedirectUri } from "../redirect-uris.js";
import type { BrokerDefaults } from "../requests/for-broker.js";
import { VERSION } from "../version.js";

/** A client as the routes see it. */
export class Client {
  readonly configuration: CheckedConfiguration;
  /** The broker, or why there is none. */
  readonly broker: Broker | BrokerUnavailable;
  readonly brokerDefaults: BrokerDefaults;
  readonly logger: Logger;
  /** The silent calls that are waiting for the broker. */
  readonly brokerCalls: InFlight<TokenResponse> = new InFlight();
  /** The silent calls that are waiting for msal-node. */
  readonly localCalls: InFlight<MsalResult> = new InFlight();
  #local: Promise<LocalClient> | undefined;

  constructor(configuration: CheckedConfiguration, broker: Broker | BrokerUnavailable, system: SystemKind) {
    this.configuration = configuration;
    this.broker = broker;
    const { clientId, msal } = configuration;
    const redirectUri = this.usableBroker?.redirectUri?.(clientId) || defaultRedirectUri(system, clientId);
    this.brokerDefaults = { clientId, redirectUri };
    this.logger = createLogger(msal.system?.loggerOptions, `@authbroker/core@${VERSION}`);
  }

  /** The broker, when there is one to ask. */
  get usableBroker(): Broker | undefined {
    return "available" in this.broker ? undefined : this.broker;
  }

  /** Whether msal-node's cache may hold something: it was used before, or is kept by a plugin. */
  get mayHaveCache(): boolean {
    return this.#local !== undefined || this.configuration.msal.cache?.cachePlugin !== undefined;
  }

  /**
   * What the routes over msal-node stand on; made by the first call that takes one.
   *
   * @throws BrokerError `msal_node_missing`.
   */
  local(): Promise<LocalClient> {
    this.#local ??= this.#createLocal();
    return this.#local;
  }

  async #createLocal(): Promise<LocalClient> {
    try {
      const { createLocalClient } = await import("../local/local-client.js");
      return await createLocalClient(this.configuration, this.logger);
    } catch (error) {
      // It may be installed by the time of the next call.
      this.#local = undefined;
      throw error;
    }
  }
}
