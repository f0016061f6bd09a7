/**
 * The names of Microsoft's broker on D-Bus. Microsoft publishes no description of them; they are what its own clients
 * send (see docs/linux-broker.md).
 */

/** The broker's well-known bus name. */
export const BROKER_NAME = "com.microsoft.identity.broker1";

/** The broker's object path. */
export const BROKER_PATH = "/com/microsoft/identity/broker1";

/** The broker's interface; its B is a capital, unlike the b of the name and the path. */
export const BROKER_INTERFACE = "com.microsoft.identity.Broker1";

/** First argument of every method: the lowest protocol version the caller needs. */
export const PROTOCOL_VERSION = "0.0";

/** The methods this package calls. */
export type BrokerMethod =
  | "getAccounts"
  | "acquireTokenSilently"
  | "acquireTokenInteractively"
  | "removeAccount"
  | "cancelInteractiveFlow"
  | "getLinuxBrokerVersion";

/** `authorizationType` of a request, by how the token is to be had. */
export const AUTHORIZATION_TYPE = { silent: 1, interactive: 6 } as const;
