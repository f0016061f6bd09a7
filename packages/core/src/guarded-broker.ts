import { checkedAccounts, checkedProbe, checkedRedirectUri, checkedToken } from "./broker-answers.js";
import type { Broker } from "./contract.js";
import { brokerFault } from "./errors/explain.js";

/**
 * A broker that keeps to the contract: its answers have what core reads of them, and its errors are all of this library.
 * One that is not becomes `platform_broker_error`, and whatever else goes wrong in a call is then known not to be the
 * broker's.
 */
export function guardedBroker(broker: Broker): Broker {
  return {
    contractVersion: broker.contractVersion,
    platform: broker.platform,
    redirectUri: (clientId) => redirectUriOf(broker, clientId),
    probe: (options) => guard(() => broker.probe(options), checkedProbe),
    getAccounts: (request, options) => guard(() => broker.getAccounts(request, options), checkedAccounts),
    acquireTokenSilent: (request, options) =>
      guard(() => broker.acquireTokenSilent(request, options), checkedToken),
    acquireTokenInteractive: (request, options) =>
      guard(() => broker.acquireTokenInteractive(request, options), checkedToken),
    signOut: (request, options) => guard(() => broker.signOut(request, options)),
  };
}

async function guard<Answer>(
  ask: () => Promise<Answer>,
  checked: (answer: Answer) => Answer = (answer) => answer,
): Promise<Answer> {
  try {
    return checked(await ask());
  } catch (error) {
    throw brokerFault(error);
  }
}

/** The broker's own redirect URI; empty when it has none. */
function redirectUriOf(broker: Broker, clientId: string): string {
  try {
    return checkedRedirectUri(broker.redirectUri?.(clientId) ?? "");
  } catch (error) {
    throw brokerFault(error);
  }
}
