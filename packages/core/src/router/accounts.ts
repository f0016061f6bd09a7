import { isSameUser, mergeAccounts, ofCache, toAccountInfo } from "../accounts.js";
import type { BrokerAccount, CallOptions } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import { brokerRequest } from "../requests/for-broker.js";
import type { Call, checkSignOut } from "../requests/others.js";
import type { AccountInfo } from "../requests/types.js";
import { type Limits, settle } from "../settle.js";
import type { Client } from "./client.js";
import { noBroker } from "./reason.js";

/**
 * The accounts of the broker and of msal-node's cache. A broker that is not there, does not answer or fails keeps nobody
 * from those of the cache.
 *
 * @throws BrokerError
 */
export function listAccounts(client: Client, call: Call): Promise<AccountInfo[]> {
  const { limits } = call;
  const withCache = client.mayHaveCache && !client.configuration.required;
  return settle(async ({ signal }) => {
    // With a cache the broker gets half of the time, so that the cache is read in any case.
    const timeoutMs = withCache ? limits.timeoutMs / 2 : limits.timeoutMs;
    const ofBroker = await brokerAccounts(client, call, { ...limits, signal, timeoutMs }, withCache);
    const accounts = withCache ? mergeAccounts(ofBroker, await cacheAccounts(client, call)) : ofBroker;
    client.logger.info(() => `getAllAccounts found ${accounts.length} accounts`, call.correlationId);
    return accounts;
  }, limits);
}

async function brokerAccounts(
  client: Client,
  call: Call,
  limits: Limits,
  withCache: boolean,
): Promise<AccountInfo[]> {
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
    // Without a cache there would be an empty list and no word of why, but for a broker that is not there.
    if (configuration.required || !(withCache || isAbsent(error))) throw error;
    logger.warning(() => `the broker's accounts are left out: ${codeOf(error)}`, call.correlationId);
    return [];
  }
}

const isAbsent = (error: unknown): boolean => codeOf(error) === "broker_unavailable";

const codeOf = (error: unknown): string =>
  error instanceof BrokerError ? error.errorCode : "platform_broker_error";

async function cacheAccounts(client: Client, { correlationId }: Call): Promise<AccountInfo[]> {
  const { cachedAccounts } = await import("../cache/cached-accounts.js");
  const { cache, clientId, logAs } = await client.local();
  const accounts = cachedAccounts(await logAs(correlationId, () => cache.read()), clientId);
  return accounts.map(ofCache);
}

/**
 * Signs a user out of this application: at the broker when the account is the broker's, and in msal-node's cache, which
 * forgets the user whatever the broker says.
 *
 * @throws BrokerError
 */
export function signOut(client: Client, call: ReturnType<typeof checkSignOut>): Promise<void> {
  return settle(async (options) => {
    const { account, correlationId } = call;
    client.logger.info(() => `signOut of an account of the ${account.source}`, correlationId);
    const { homeAccountId } = account.account;
    // Neither waits for the other: a broker that fails or hangs leaves no token in the cache, nor the other way round.
    const [atBroker, inCache] = await Promise.allSettled([
      account.source === "broker" ? leaveBroker(client, call, account.account, options) : undefined,
      client.mayHaveCache ? forget(client, homeAccountId, correlationId) : undefined,
    ]);
    if (atBroker.status === "rejected") throw atBroker.reason;
    if (inCache.status === "rejected") throw inCache.reason;
  }, call.limits);
}

async function leaveBroker(
  { broker, brokerDefaults }: Client,
  call: Call,
  account: BrokerAccount,
  options: CallOptions,
): Promise<void> {
  if ("available" in broker) throw noBroker(broker, call);
  await broker.signOut({ ...brokerRequest(call.correlationId, brokerDefaults), account }, options);
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
