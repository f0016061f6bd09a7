import type { AccountInfo as MsalAccountInfo } from "@azure/msal-node";
import { toAccountInfo } from "../accounts.js";
import type { Broker, BrokerAccount, BrokerRequest } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import { explain } from "../errors/explain.js";
import { brokerRequest } from "../requests/for-broker.js";
import { DEFAULT_TIMEOUT_MS } from "../requests/limits.js";
import { checkCorrelationId } from "../requests/token-call.js";
import type { AccountInfo } from "../requests/types.js";
import type { Client } from "../router/client.js";
import { noRoute } from "../router/reason.js";
import { settle } from "../settle.js";

/**
 * The accounts of the broker.
 *
 * @throws BrokerError
 */
export async function brokerAccounts(
  client: Client,
  correlationId: string,
): Promise<readonly BrokerAccount[]> {
  const request = brokerRequest(checkCorrelationId(correlationId), client.brokerDefaults);
  const broker = brokerOf(client, request);
  const limits = { signal: undefined, timeoutMs: DEFAULT_TIMEOUT_MS.silent, correlationId };
  try {
    const accounts = await settle((options) => broker.getAccounts(request, options), limits);
    client.logger.info(() => `the broker has ${accounts.length} accounts`, correlationId);
    return accounts;
  } catch (error) {
    throw explain(error, request);
  }
}

/**
 * Signs an account out of the application at the broker.
 *
 * @throws BrokerError
 */
export async function signOutAccount(
  client: Client,
  account: BrokerAccount,
  correlationId: string,
): Promise<void> {
  const request = { ...brokerRequest(correlationId, client.brokerDefaults), account };
  const broker = brokerOf(client, request);
  const limits = { signal: undefined, timeoutMs: DEFAULT_TIMEOUT_MS.silent, correlationId };
  client.logger.info(() => "signOut of an account of the broker", correlationId);
  await settle((options) => broker.signOut(request, options), limits);
}

/** @throws BrokerError `route_unavailable`. */
function brokerOf({ broker }: Client, request: Pick<BrokerRequest, "correlationId">): Broker {
  if (!("available" in broker)) return broker;
  const { reason, message, fix } = broker;
  throw noRoute([{ route: "broker", reason, message, fix }], request, undefined);
}

/**
 * The account that the broker has under an id of its own.
 *
 * @throws BrokerError `no_account_found`.
 */
export async function accountById(
  client: Client,
  accountId: string,
  correlationId: string,
): Promise<MsalAccountInfo> {
  return toMsalAccount(toAccountInfo(await brokerAccountById(client, accountId, correlationId)));
}

/** @throws BrokerError `no_account_found`. */
export async function brokerAccountById(
  client: Client,
  accountId: string,
  correlationId: string,
): Promise<BrokerAccount> {
  const accounts = await brokerAccounts(client, correlationId);
  const account = accounts.find(({ nativeAccountId }) => nativeAccountId === accountId);
  if (account !== undefined) return account;
  throw new BrokerError("no_account_found", {
    message: "the broker has no account of this id",
    hint: "Ask getAllAccounts() which accounts are there, or call acquireTokenInteractive.",
    correlationId,
  });
}

/** An account without what this library adds to msal-node's type. */
export function toMsalAccount({ source, ...account }: AccountInfo): MsalAccountInfo {
  return account;
}
