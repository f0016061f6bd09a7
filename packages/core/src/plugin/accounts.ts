import type { AccountInfo as MsalAccountInfo } from "@azure/msal-node";
import { toAccountInfo } from "../accounts.js";
import type { Broker, BrokerAccount, BrokerRequest } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import { brokerRequest } from "../requests/for-broker.js";
import { DEFAULT_TIMEOUT_MS } from "../requests/limits.js";
import type { AccountInfo } from "../requests/types.js";
import type { Client } from "../router/client.js";
import { noBroker } from "../router/reason.js";
import { type Limits, settle } from "../settle.js";
import { outerId, readOuterId } from "./native-account-id.js";

/**
 * The accounts of the broker.
 *
 * @throws BrokerError
 */
export async function brokerAccounts(client: Client, limits: Limits): Promise<readonly BrokerAccount[]> {
  const { correlationId } = limits;
  const request = brokerRequest(correlationId, client.brokerDefaults);
  const broker = brokerOf(client, request);
  const accounts = await settle((options) => broker.getAccounts(request, options), limits);
  client.logger.info(() => `the broker has ${accounts.length} accounts`, correlationId);
  return accounts;
}

/** The limits of a call that names none. */
export function defaultLimits(correlationId: string): Limits {
  return { signal: undefined, timeoutMs: DEFAULT_TIMEOUT_MS.silent, correlationId };
}

/**
 * Signs the account of an id out of the application at the broker; a guest in all tenants.
 *
 * @throws BrokerError
 */
export async function signOutAccount(client: Client, accountId: string, limits: Limits): Promise<void> {
  const { correlationId } = limits;
  const { held: account } = await accountById(client, accountId, limits);
  const request = { ...brokerRequest(correlationId, client.brokerDefaults), account };
  const broker = brokerOf(client, request);
  client.logger.info(() => "signOut of an account of the broker", correlationId);
  await settle((options) => broker.signOut(request, options), limits);
}

/** @throws BrokerError `route_unavailable`. */
function brokerOf({ broker }: Client, request: Pick<BrokerRequest, "correlationId">): Broker {
  if (!("available" in broker)) return broker;
  throw noBroker(broker, request);
}

/** An account that was found by its id. */
interface Found {
  /** As the id names it, a guest in the tenant that it is a guest of. */
  readonly account: BrokerAccount;
  /** As the broker lists it, which may be in its home tenant alone. */
  readonly held: BrokerAccount;
}

/**
 * The account that the broker has under an id which this plugin gave.
 *
 * @throws BrokerError `no_account_found`.
 */
export async function accountById(client: Client, accountId: string, limits: Limits): Promise<Found> {
  const accounts = await brokerAccounts(client, limits);
  const { nativeAccountId, seenFrom } = readOuterId(accountId);
  const held =
    accounts.find((account) => outerId(account) === accountId) ??
    accounts.find((account) => account.nativeAccountId === nativeAccountId);
  if (held !== undefined) return { account: { ...held, ...seenFrom }, held };
  throw new BrokerError("no_account_found", {
    message: "the broker has no account of this id",
    hint: "Ask getAllAccounts() which accounts are there, or call acquireTokenInteractive.",
    correlationId: limits.correlationId,
  });
}

/** A broker's account in msal-node's shape, with the id that it has outside of the plugin. */
export function toOuterAccount(account: BrokerAccount): MsalAccountInfo {
  return toMsalAccount(toAccountInfo(account));
}

/** An account without what this library adds to msal-node's type, and with the id that it has outside of the plugin. */
export function toMsalAccount({ source, ...account }: AccountInfo): MsalAccountInfo {
  const { nativeAccountId } = account;
  return nativeAccountId === undefined
    ? account
    : { ...account, nativeAccountId: outerId({ ...account, nativeAccountId }) };
}
