import { AsyncLocalStorage } from "node:async_hooks";
import type { PublicClientApplication } from "@azure/msal-node";
import type { CheckedConfiguration } from "../configuration.js";
import { guardedPlugin } from "../cache/guarded-plugin.js";
import { NetworkClient } from "../http/network-client.js";
import type { Logger } from "../log/logger.js";
import { CacheView } from "./cache-view.js";
import { importMsalNode } from "./msal-node.js";

/** msal-node's client of an application, and what this library has put around it. */
export interface LocalClient {
  readonly clientId: string;
  /** The client's own authority. */
  readonly authority: string;
  readonly msal: PublicClientApplication;
  /** Every HTTP request of `msal` goes through it, and belongs to a call of ours. */
  readonly network: NetworkClient;
  readonly cache: CacheView;
  readonly logger: Logger;
  /** Runs work of msal-node's that sends nothing, so that its log lines have the correlation id of a call. */
  readonly logAs: <Result>(correlationId: string, work: () => Result) => Result;
  /** The tenants that domain names in authorities have turned out to be. */
  readonly tenantOfDomain: Map<string, string>;
}

/**
 * Makes the msal-node client that the cache, browser and device-code routes stand on.
 *
 * @throws BrokerError `msal_node_missing`.
 */
export async function createLocalClient(
  { clientId, authority, msal: configured }: CheckedConfiguration,
  logger: Logger,
): Promise<LocalClient> {
  const msalNode = await importMsalNode();
  const { auth, cache, system, telemetry } = configured;
  const network = new NetworkClient({
    clientId,
    ...(auth.authorityMetadata === undefined ? {} : { authorityMetadata: auth.authorityMetadata }),
    ...(system?.networkClient === undefined ? {} : { networkClient: system.networkClient }),
  });
  const cachePlugin = cache?.cachePlugin && guardedPlugin(cache.cachePlugin);
  const logged = new AsyncLocalStorage<string>();
  const msal = new msalNode.PublicClientApplication({
    auth: { ...auth, authority },
    ...(cachePlugin === undefined ? {} : { cache: { ...cache, cachePlugin } }),
    ...(telemetry === undefined ? {} : { telemetry }),
    system: {
      ...system,
      networkClient: network,
      loggerOptions: logger.forMsal(() => network.correlationId || (logged.getStore() ?? "")),
    },
  });
  return {
    clientId,
    authority,
    msal,
    network,
    cache: new CacheView(msalNode, msal, clientId, cachePlugin),
    logger,
    logAs: (correlationId, work) => logged.run(correlationId, work),
    tenantOfDomain: new Map(),
  };
}
