import { type BrokerAccount, type BrokerAccountsRequest, BrokerError } from "@authbroker/core";
import { homeParts, isEntraAuthority } from "@authbroker/core/broker";
import type { AccountAnswer, AccountsAnswer, ProviderRequest } from "./addon.js";
import { property } from "./answer.js";
import { NO_PROVIDER } from "./errors.js";
import type { Operations } from "./operations.js";
import { chooseProvider, CONSUMERS, isPersonalTenant, ORGANIZATIONS } from "./providers.js";
import { silentRequest } from "./requests.js";
import { parseToken } from "./responses.js";
import { ACCOUNTS_STATUS, providerError } from "./status.js";
import { environmentIn, statedHomeAccountId } from "./web-account.js";

/** The part of the time that is left which a listing gives to what it can do without: the list itself is worth more. */
const SHARE = 0.5;

/**
 * The accounts that Windows lets this application see: work and school accounts, and personal ones for the few
 * applications that the MSA plug-in tells of them.
 *
 * @throws BrokerError
 */
export async function listAccounts(
  operations: Operations,
  request: BrokerAccountsRequest,
): Promise<readonly BrokerAccount[]> {
  const forPersonal = operations.within(SHARE);
  const [work, personal] = await Promise.all([
    workAccounts(operations, request),
    personalAccounts(forPersonal, request.clientId),
  ]);
  return [...work, ...personal];
}

/** @throws BrokerError where the plug-in is not there, or fails. */
async function workAccounts(
  operations: Operations,
  request: BrokerAccountsRequest,
): Promise<readonly BrokerAccount[]> {
  const answer = await operations.findAccounts(ORGANIZATIONS, request.clientId);
  if (answer === undefined) throw new BrokerError(NO_PROVIDER.code, NO_PROVIDER);
  const forHomes = operations.within(SHARE);
  const accounts = await Promise.all(listed(answer).map((account) => atHome(forHomes, request, account)));
  return accounts.flatMap((account) => account ?? []);
}

/**
 * The account of Windows that is meant, among those that it lets this application see: by home account, else by user
 * name. A name can pass to somebody new, who has another id in the same tenant and is not meant.
 */
export async function findAccount(
  operations: Operations,
  provider: ProviderRequest,
  clientId: string,
  meant: Partial<Pick<BrokerAccount, "homeAccountId" | "username">>,
): Promise<AccountAnswer | undefined> {
  const answer = await operations.findAccounts(provider, clientId);
  const accounts = answer?.accounts ?? [];
  return (
    accounts.find((account) => isSame(statedHomeAccountId(account), meant.homeAccountId)) ??
    accounts.find(
      (account) =>
        isSame(account.userName, meant.username) &&
        !isSame(statedTenant(account), homeParts(meant.homeAccountId ?? "").utid),
    )
  );
}

/** The tenant of an account by what Windows says of it. */
function statedTenant(account: AccountAnswer): string | undefined {
  const homeAccountId = statedHomeAccountId(account);
  return homeAccountId === undefined ? undefined : homeParts(homeAccountId).utid;
}

/** Whether a token's account is the one that Windows has, at home or as a guest. */
function isOwner(
  account: AccountAnswer,
  { homeAccountId, localAccountId, tenantId, username }: BrokerAccount,
): boolean {
  const stated = statedHomeAccountId(account);
  if (stated === undefined) return isSame(account.userName, username);
  return isSame(stated, homeAccountId) || isSame(stated, `${localAccountId}.${tenantId}`);
}

const isSame = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && one !== "" && one.toLowerCase() === other?.toLowerCase();

/**
 * The personal accounts; a work account that the MSA plug-in has, too, is listed once. Most applications are told of
 * none, so nothing is lost when the plug-in fails or is turned off.
 */
async function personalAccounts(operations: Operations, clientId: string): Promise<readonly BrokerAccount[]> {
  try {
    const answer = await operations.findAccounts(CONSUMERS, clientId);
    const accounts = (answer?.accounts ?? []).flatMap((account) => asStated(account) ?? []);
    return accounts.filter(({ tenantId }) => isPersonalTenant(tenantId));
  } catch (error) {
    if (isAborted(error)) throw error;
    return [];
  }
}

/** A plug-in that does not tell, and a Windows that cannot be asked, have no accounts for this application. */
function listed({ status, accounts, providerError: said }: AccountsAnswer): readonly AccountAnswer[] {
  if (status === ACCOUNTS_STATUS.providerError) throw providerError(said);
  return accounts;
}

/**
 * An account as its own tenant knows it. Windows may know it as a guest of another, and only a token tells: MSAL asks in
 * the same way. Where there is none without the person, what Windows says is taken.
 */
async function atHome(
  operations: Operations,
  { clientId, redirectUri, correlationId }: BrokerAccountsRequest,
  account: AccountAnswer,
): Promise<BrokerAccount | undefined> {
  const authority = property(account.properties, "Authority")?.replace(/\/+$/, "") ?? "";
  if (!isEntraAuthority(authority)) return asStated(account);
  const choice = chooseProvider(authority, undefined, false);
  const request = { clientId, redirectUri, correlationId, authority, scopes: [] };
  try {
    const answer = await operations.getToken(silentRequest(request, choice, account.id));
    if (answer === undefined) return undefined;
    const token = parseToken(answer, choice, { ...request, isElevated: () => false, now: Date.now() });
    return isOwner(account, token.account)
      ? { ...token.account, nativeAccountId: account.id }
      : asStated(account);
  } catch (error) {
    if (isAborted(error)) throw error;
    return asStated(account);
  }
}

const isAborted = (error: unknown): boolean =>
  error instanceof BrokerError && error.errorCode === "request_aborted";

/** An account by what Windows says of it; undefined when that does not name one. */
function asStated(account: AccountAnswer): BrokerAccount | undefined {
  const { id, userName, properties } = account;
  const homeAccountId = statedHomeAccountId(account);
  if (homeAccountId === undefined || id === "" || userName === "") return undefined;
  const { uid, utid } = homeParts(homeAccountId);
  return {
    nativeAccountId: id,
    homeAccountId,
    localAccountId: uid,
    tenantId: utid,
    environment: environmentIn([property(properties, "Authority")]),
    username: userName,
  };
}
