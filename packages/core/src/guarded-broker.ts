import type { Broker } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import { brokerFault } from "./errors/explain.js";

/**
 * A broker whose errors are all of this library, as the contract has it: one that is not becomes `platform_broker_error`,
 * and whatever else goes wrong in a call is then known not to be the broker's.
 */
export function guardedBroker(broker: Broker): Broker {
  return {
    contractVersion: broker.contractVersion,
    platform: broker.platform,
    ...(broker.redirectUri === undefined
      ? {}
      : { redirectUri: (clientId: string) => broker.redirectUri?.(clientId) ?? "" }),
    probe: (options) => guard(() => broker.probe(options)),
    getAccounts: (request, options) => guard(() => broker.getAccounts(request, options)),
    acquireTokenSilent: (request, options) => guard(() => broker.acquireTokenSilent(request, options)),
    acquireTokenInteractive: (request, options) =>
      guard(() => broker.acquireTokenInteractive(request, options)),
    signOut: (request, options) => guard(() => broker.signOut(request, options)),
  };
}

async function guard<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof BrokerError) throw error;
    throw brokerFault(error);
  }
}
