import { PublicClientApplication } from "@authbroker/core";
import { loggerOptions } from "./logger.js";

/** The clients of this process by client ID, in the order in which the IDs were first named; made when first used. */
const clients = new Map<string, Promise<PublicClientApplication> | undefined>();

/** Notes a client ID: an account can be asked for by its id alone, and then it is looked for among the clients' own. */
export function rememberClient(clientId: string): void {
  if (!clients.has(clientId)) clients.set(clientId, undefined);
}

/**
 * The client for a client ID. It takes the broker or fails: the browser is the application's affair.
 *
 * @throws TypeError, or BrokerError of a broker package that is missing or does not load.
 */
export function clientFor(clientId: string): Promise<PublicClientApplication> {
  const known = clients.get(clientId);
  if (known !== undefined) return known;
  const made = createClient(clientId);
  clients.set(clientId, made);
  // A client ID that is none must not fail the calls for others; and a broker package can be installed meanwhile.
  made.catch(() => {
    if (clients.get(clientId) === made) clients.delete(clientId);
  });
  return made;
}

/** The client IDs that were named in this process, without those that no client could be made of. */
export function knownClientIds(): readonly string[] {
  return [...clients.keys()];
}

/** Has clients made anew at their next use, with the logger of that time. */
export function renewClients(): void {
  for (const clientId of clients.keys()) clients.set(clientId, undefined);
}

/** A client with the broker of whichever system this is, and no other route. */
export function createClient(clientId: string): Promise<PublicClientApplication> {
  return PublicClientApplication.create({
    auth: { clientId },
    enableBrokerOnLinux: true,
    enableBrokerOnMac: true,
    enableBrokerOnWindows: true,
    enableBrokerOnWsl: true,
    broker: { required: true },
    system: { loggerOptions: loggerOptions() },
  });
}
