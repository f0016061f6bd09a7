import type { AccountInfo, AuthenticationResult } from "@azure/msal-node";
import { accountInfo, type DecodedIdToken, decodeIdToken, tenantsOf } from "./account-info.js";
import { inTenant, onlyOne } from "./cached-accounts.js";
import { sameCloud } from "./clouds.js";
import {
  type AccessTokenEntry,
  type AccountEntry,
  type CacheStore,
  readAccessToken,
  readAccount,
  readIdToken,
  type TokenEntry,
} from "./entities.js";

/** How long before its end a token is not handed out any more, seconds; msal-node's default. */
const RENEWAL_OFFSET_S = 300;

/** Every answer has these, whether or not it names them. */
const OIDC_SCOPES: ReadonlySet<string> = new Set(["openid", "profile", "offline_access", "email"]);

/** A scope without a resource is one of Microsoft Graph: the authority may answer either form. */
const GRAPH = /^https:\/\/graph\.microsoft\.com\//;

/** Which token is looked for. */
export interface CachedTokenQuery {
  readonly clientId: string;
  readonly homeAccountId: string;
  /**
   * The tenant to have a token of. It decides, not the account's home tenant: a guest gets the guest's token. Empty for a
   * service without tenants.
   */
  readonly tenantId: string;
  /** The host of the authority, under any name of its cloud. */
  readonly environment: string;
  /** At least one. */
  readonly scopes: readonly string[];
  /** The resource that the token must have been asked for; without it, a token that was asked for none. */
  readonly resource?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Take a token, too, that is due to be refreshed although it has not ended. */
  readonly acceptDue?: boolean;
}

/** A token of the cache that needs no refresh. */
export interface CachedToken {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly scopes: readonly string[];
  readonly expiresOn: Date;
  readonly extExpiresOn: Date | undefined;
  readonly refreshOn: Date | undefined;
  /** The ID token of the same tenant, and its claims. */
  readonly idToken: DecodedIdToken | undefined;
  /** The account in that tenant; absent when the cache holds its tokens and not itself. */
  readonly account: AccountInfo | undefined;
  readonly cloudGraphHostName: string;
  readonly msGraphHost: string;
}

/**
 * The access token that answers a request without asking the authority, if the cache holds exactly one. What msal-node
 * would answer from its cache this answers too, but for three cases: msal-node looks in the account's own
 * tenant, whichever the request names; it answers a request for no resource with the token of one; and where a token is
 * due to be refreshed (`refresh_in`) it answers only after that.
 *
 * @param store What the token cache's `getKVStore()` gave.
 */
export function findCachedToken(store: CacheStore, query: CachedTokenQuery): CachedToken | undefined {
  const { accessTokens, idTokens, accounts } = entriesOf(store, query);
  const idToken = onlyOne(inTenant(idTokens, query.tenantId));
  // Without tenants (AD FS) msal-node files ID tokens under none, and access tokens under the authority's path.
  const tenantless = query.tenantId === "" && idToken !== undefined;
  const token = answering(tenantless ? accessTokens : inTenant(accessTokens, query.tenantId), query);
  if (token === undefined || !isFresh(token, query)) return undefined;
  const account = accounts.find(({ environment }) => environment === query.environment) ?? accounts[0];
  const decoded = idToken && decodeIdToken(idToken.secret);
  // An ID token that cannot be read may belong to anyone.
  if (idToken !== undefined && decoded === undefined) return undefined;
  return {
    accessToken: token.secret,
    tokenType: token.tokenType,
    scopes: scopesOf(token),
    expiresOn: new Date(token.expiresOn * 1000),
    extExpiresOn: date(token.extendedExpiresOn),
    refreshOn: date(token.refreshOn),
    idToken: decoded,
    account: account && inThisTenant(account, query.tenantId, decoded),
    cloudGraphHostName: account?.cloudGraphHostName ?? "",
    msGraphHost: account?.msGraphHost ?? "",
  };
}

/** A token of the cache as msal-node's result. */
export function toCachedResult(
  token: CachedToken,
  { authority, correlationId }: { readonly authority: string; readonly correlationId: string },
): AuthenticationResult {
  const claims = token.idToken?.claims;
  const result: AuthenticationResult = {
    // msal-node's form: in lower case, with a slash at its end.
    authority: `${authority.toLowerCase().replace(/\/+$/, "")}/`,
    uniqueId: claims?.oid || claims?.sub || "",
    tenantId: claims?.tid ?? "",
    scopes: [...token.scopes],
    account: token.account ?? null,
    idToken: token.idToken?.idToken ?? "",
    idTokenClaims: claims ?? {},
    accessToken: token.accessToken,
    fromCache: true,
    expiresOn: token.expiresOn,
    tokenType: token.tokenType,
    correlationId,
    requestId: "",
    familyId: "",
    state: "",
    cloudGraphHostName: token.cloudGraphHostName,
    msGraphHost: token.msGraphHost,
    fromPlatformBroker: false,
  };
  if (token.extExpiresOn !== undefined) result.extExpiresOn = token.extExpiresOn;
  if (token.refreshOn !== undefined) result.refreshOn = token.refreshOn;
  return result;
}

interface EntriesOfAccount {
  readonly accessTokens: readonly AccessTokenEntry[];
  readonly idTokens: readonly TokenEntry[];
  readonly accounts: readonly AccountEntry[];
}

/** What the cache holds of one account in one cloud. Every key of it begins with the home account id, in lower case. */
function entriesOf(store: CacheStore, query: CachedTokenQuery): EntriesOfAccount {
  const prefix = `${query.homeAccountId.toLowerCase()}-`;
  const accessTokens: AccessTokenEntry[] = [];
  const idTokens: TokenEntry[] = [];
  const accounts: AccountEntry[] = [];
  const isAsked = (entry: AccountEntry | TokenEntry): boolean =>
    entry.homeAccountId === query.homeAccountId && sameCloud(entry.environment, query.environment);
  const take = <Entry extends TokenEntry>(token: Entry | undefined, into: Entry[]): void => {
    if (token?.clientId === query.clientId && isAsked(token)) into.push(token);
  };
  for (const key of Object.keys(store)) {
    if (!key.startsWith(prefix)) continue;
    const entry = store[key];
    take(readAccessToken(entry), accessTokens);
    take(readIdToken(entry), idTokens);
    const account = readAccount(entry);
    if (account !== undefined && isAsked(account)) accounts.push(account);
  }
  return { accessTokens, idTokens, accounts };
}

/**
 * The one that has what is asked for. msal-node keeps a token for each of the two forms of a Graph scope, and both stay:
 * the later counts. Of several in one form nobody can say which is right; msal-node's next refresh makes them one.
 */
function answering(
  tokens: readonly AccessTokenEntry[],
  query: CachedTokenQuery,
): AccessTokenEntry | undefined {
  const covering = tokens.filter((token) => covers(token, query, plain));
  if (covering.length < 2) return covering[0];
  const inAskedForm = covering.filter((token) => covers(token, query, lowerCase));
  return inAskedForm.length > 1 ? undefined : covering.reduce(later);
}

const later = (one: AccessTokenEntry, other: AccessTokenEntry): AccessTokenEntry =>
  one.cachedAt > other.cachedAt ? one : other;

/** Whether a token has every scope that is asked, in some form, and the resource. */
function covers(
  token: AccessTokenEntry,
  { scopes, resource }: CachedTokenQuery,
  form: (scope: string) => string,
): boolean {
  if (token.resource !== resource) return false;
  const granted = new Set(scopesOf(token).map(form));
  const asked = scopes.map(form);
  const named = asked.filter((scope) => !OIDC_SCOPES.has(scope));
  // A request for the user's identity alone. msal-node asks these two with every one.
  const needed =
    named.length > 0 ? named : ["openid", "profile", ...asked.filter((scope) => scope === "email")];
  return needed.every((scope) => granted.has(scope));
}

/** As msal-node reckons: in whole seconds, its own `cachedAt` being rounded, too. */
function isFresh(token: AccessTokenEntry, query: CachedTokenQuery): boolean {
  const now = Math.round(query.now / 1000);
  return (
    token.expiresOn >= now + RENEWAL_OFFSET_S &&
    // The clock was turned back: nobody knows how old the token is.
    token.cachedAt <= now &&
    (query.acceptDue === true || token.refreshOn === undefined || token.refreshOn >= now)
  );
}

const lowerCase = (scope: string): string => scope.toLowerCase();

const plain = (scope: string): string => lowerCase(scope).replace(GRAPH, "");

const scopesOf = (token: AccessTokenEntry): readonly string[] => [
  ...new Set(token.target.split(" ").filter((scope) => scope !== "")),
];

const date = (seconds: number | undefined): Date | undefined =>
  seconds === undefined ? undefined : new Date(seconds * 1000);

function inThisTenant(
  account: AccountEntry,
  tenantId: string,
  decoded: DecodedIdToken | undefined,
): AccountInfo {
  const here = account.tenants?.find(
    ({ identity }) => identity.tenantId.toLowerCase() === tenantId.toLowerCase(),
  );
  return accountInfo(account, tenantsOf(account), here, decoded);
}
