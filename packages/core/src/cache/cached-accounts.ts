import type { AccountInfo } from "@azure/msal-node";
import { accountInfo, decodeIdToken, tenantsOf } from "./account-info.js";
import { sameCloud } from "./clouds.js";
import {
  type AccountEntry,
  type CacheStore,
  readAccount,
  readIdToken,
  type TenantEntry,
  type TokenEntry,
} from "./entities.js";

/**
 * The accounts of msal-node's token cache, as its `TokenCache.getAllAccounts()` gives them: one for each tenant that an
 * account signed in to, with the claims of that tenant's ID token of this client. msal-node classifies the whole cache
 * anew for each account; this reads it once. Entries that are malformed, or of a kind that it does not know, are skipped.
 *
 * @param store What the token cache's `getKVStore()` gave.
 */
export function cachedAccounts(store: CacheStore, clientId: string): AccountInfo[] {
  const accounts: AccountEntry[] = [];
  const idTokens = new Map<string, TokenEntry[]>();
  for (const entry of Object.values(store)) {
    const account = readAccount(entry);
    if (account !== undefined) accounts.push(account);
    const idToken = account === undefined ? readIdToken(entry) : undefined;
    if (idToken?.clientId !== clientId) continue;
    const others = idTokens.get(idToken.homeAccountId);
    if (others === undefined) idTokens.set(idToken.homeAccountId, [idToken]);
    else others.push(idToken);
  }
  return accounts.flatMap((account) => inEachTenant(account, idTokens.get(account.homeAccountId) ?? []));
}

function inEachTenant(account: AccountEntry, idTokens: readonly TokenEntry[]): AccountInfo[] {
  // Of two profiles of one tenant, the later counts.
  const tenants = [
    ...new Map(tenantsOf(account).map((tenant) => [tenant.identity.tenantId, tenant])).values(),
  ];
  return tenants.map((tenant) => {
    const idToken = idTokenOf(account, tenant, idTokens);
    return accountInfo(account, tenants, tenant, idToken && decodeIdToken(idToken.secret));
  });
}

function idTokenOf(
  account: AccountEntry,
  { identity }: TenantEntry,
  idTokens: readonly TokenEntry[],
): TokenEntry | undefined {
  const here = idTokens.filter(({ environment }) => sameCloud(environment, account.environment));
  if (identity.tenantId !== "") return onlyOne(inTenant(here, identity.tenantId));
  // An authority without tenants, AD FS say.
  const home = inTenant(here, account.identity.tenantId);
  return home.length === 0 ? here[0] : onlyOne(home);
}

/** The tokens of a tenant. */
export function inTenant<Token extends TokenEntry>(
  tokens: readonly Token[],
  tenantId: string,
): readonly Token[] {
  return tokens.filter(({ realm }) => realm.toLowerCase() === tenantId.toLowerCase());
}

/** The one that matches; of several, nobody can say which is right. */
export function onlyOne<Token>(tokens: readonly Token[]): Token | undefined {
  return tokens.length === 1 ? tokens[0] : undefined;
}
