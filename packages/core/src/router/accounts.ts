import type { AccountInfo as MsalAccountInfo } from "@azure/msal-node";
import { isSameUser, mergeAccounts, toAccountInfo } from "../accounts.js";
import { BrokerError } from "../errors/broker-error.js";
import { brokerRequest } from "../requests/for-broker.js";
import type { Call, checkSignOut } from "../requests/others.js";
import type { AccountInfo } from "../requests/types.js";
import { type Limits, settle } from "../settle.js";
import type { Client } from "./client.js";
import { noRoute } from "./reason.js";

/**
 * The accounts of the broker and of msal-node's cache. A broker that is not there, or does not answer, keeps nobody from
 * those of the cache.
 *
 * @throws BrokerError
 */
export function listAccounts(client: Client, call: Call): Promise<AccountInfo[]> {
  const { limits } = call;
  const withCache = client.mayHaveCache && !client.configuration.required;
  return settle(async ({ signal }) => {
    // With a cache the broker gets half of the time, so that the cache is read in any case.
    const timeoutMs = withCache ? limits.timeoutMs / 2 : limits.timeoutMs;
    const ofBroker = await brokerAccounts(client, call, { ...limits, signal, timeoutMs });
    const accounts = withCache ? mergeAccounts(ofBroker, await cacheAccounts(client, call)) : ofBroker;
    client.logger.info(() => `getAllAccounts found ${accounts.length} accounts`, call.correlationId);
    return accounts;
  }, limits);
}

async function brokerAccounts(client: Client, call: Call, limits: Limits): Promise<AccountInfo[]> {
  const { broker, brokerDefaults, configuration, logger } = client;
  if ("available" in broker) {
    if (configuration.required) throw noBroker(broker, call);
    return [];
  }
  const request = brokerRequest(call.correlationId, brokerDefaults);
  try {
    const accounts = await settle((options) => broker.getAccounts(request, options), limits);
    return accounts.map((account) => toAccountInfo(account));
  } catch (error) {
    if (configuration.required || !isAbsent(error)) throw error;
    logger.warning(() => `the broker's accounts are left out: ${error.errorCode}`, call.correlationId);
    return [];
  }
}

/** The broker is not there, or did not answer in its time. */
const isAbsent = (error: unknown): error is BrokerError =>
  error instanceof BrokerError &&
  (error.errorCode === "broker_unavailable" || error.errorCode === "request_timeout");

async function cacheAccounts(client: Client, { correlationId }: Call): Promise<AccountInfo[]> {
  const { cachedAccounts } = await import("../cache/cached-accounts.js");
  const { cache, clientId, logAs } = await client.local();
  const accounts = cachedAccounts(await logAs(correlationId, () => cache.read()), clientId);
  return accounts.map(ofCache);
}

function ofCache(account: MsalAccountInfo): AccountInfo {
  return { ...account, source: "cache" };
}

/**
 * Signs a user out of this application: at the broker when the account is the broker's, and in msal-node's cache.
 *
 * @throws BrokerError
 */
export function signOut(client: Client, call: ReturnType<typeof checkSignOut>): Promise<void> {
  return settle(async (options) => {
    const { account, correlationId } = call;
    client.logger.info(() => `signOut of an account of the ${account.source}`, correlationId);
    if (account.source === "broker") {
      const { broker, brokerDefaults } = client;
      if ("available" in broker) throw noBroker(broker, call);
      const request = { ...brokerRequest(correlationId, brokerDefaults), account: account.account };
      await broker.signOut(request, options);
    }
    if (client.mayHaveCache) await forget(client, account.account.homeAccountId, correlationId);
  }, call.limits);
}

/** Whoever signs out is gone from both sources: else the cache's sign-in would come to light behind the broker's. */
async function forget(client: Client, homeAccountId: string, correlationId: string): Promise<void> {
  const { cachedAccounts } = await import("../cache/cached-accounts.js");
  const { cache, clientId, logAs, msal } = await client.local();
  await logAs(correlationId, async () => {
    for (const account of cachedAccounts(await cache.read(), clientId)) {
      if (isSameUser(account.homeAccountId, homeAccountId)) {
        await msal.getTokenCache().removeAccount(account, correlationId);
      }
    }
  });
}

function noBroker(
  { reason, message, fix }: Extract<Client["broker"], { available: false }>,
  call: Call,
): BrokerError {
  return noRoute([{ route: "broker", reason, message, fix }], call, undefined);
}
