import type { AccountInfo as MsalAccountInfo } from "@azure/msal-node";
import type { BrokerAccount } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import { describe, requireNonEmptyString, requireObject } from "./requests/check.js";
import { isEntraHost } from "./requests/authority.js";
import type { AccountInfo } from "./requests/types.js";

/** Whom a request is for, by where the sign-in is kept. */
export type AskedAccount =
  | { readonly source: "broker"; readonly account: BrokerAccount }
  | { readonly source: "cache"; readonly account: MsalAccountInfo }
  /** The broker's default account. */
  | { readonly source: "os" };

/** A broker's account in msal-node's shape. */
export function toAccountInfo(
  account: BrokerAccount,
  idTokenClaims?: Readonly<Record<string, unknown>>,
): AccountInfo {
  const info: AccountInfo = {
    homeAccountId: account.homeAccountId,
    localAccountId: account.localAccountId,
    environment: account.environment,
    tenantId: account.tenantId,
    username: account.username,
    nativeAccountId: account.nativeAccountId,
    authorityType: "MSSTS",
    source: "broker",
  };
  if (account.name !== undefined) info.name = account.name;
  if (idTokenClaims !== undefined) info.idTokenClaims = idTokenClaims;
  return info;
}

/** An account of msal-node's cache as this library lists it: without the link to a broker, whose it is not. */
export function ofCache({ nativeAccountId: _native, ...account }: MsalAccountInfo): AccountInfo {
  return { ...account, source: "cache" };
}

/**
 * A caller's account, and where it came from: its `source` says so. An account without one is of msal-node's own type, and
 * the broker's when it has a `nativeAccountId`, msal-node's only link to a broker.
 *
 * @throws TypeError that names the field.
 */
export function checkAccount(
  argument: string,
  account: unknown,
): Exclude<AskedAccount, { readonly source: "os" }> {
  requireObject(argument, account);
  const info: Partial<Record<keyof AccountInfo, unknown>> = account;
  const field = (name: keyof BrokerAccount): string => {
    const value = info[name];
    requireNonEmptyString(`${argument}.${name}`, value);
    return value;
  };
  const source = info.source ?? (info.nativeAccountId ? "broker" : "cache");
  if (source === "cache") return { source, account: accountOfCache(argument, account) };
  if (source !== "broker") {
    throw new TypeError(`"${argument}.source" must be "broker" or "cache"; received ${describe(source)}`);
  }
  const common = {
    nativeAccountId: field("nativeAccountId"),
    homeAccountId: field("homeAccountId"),
    localAccountId: field("localAccountId"),
    tenantId: field("tenantId"),
    environment: field("environment"),
    username: field("username"),
  };
  return { source, account: typeof info.name === "string" ? { ...common, name: info.name } : common };
}

/** The fields that an account of the cache may have empty: AD FS knows no tenants, and B2C may send no name of the user. */
const MAY_BE_EMPTY = ["localAccountId", "tenantId", "username"] as const;

function accountOfCache(argument: string, account: object): MsalAccountInfo {
  const info: Partial<Record<keyof MsalAccountInfo, unknown>> = account;
  const { homeAccountId, environment } = info;
  requireNonEmptyString(`${argument}.homeAccountId`, homeAccountId);
  requireNonEmptyString(`${argument}.environment`, environment);
  const known = { localAccountId: "", tenantId: "", username: "" };
  for (const name of MAY_BE_EMPTY) {
    const value = info[name] ?? "";
    if (typeof value !== "string") {
      throw new TypeError(`"${argument}.${name}" must be a string; received ${describe(value)}`);
    }
    known[name] = value;
  }
  return { ...account, homeAccountId, environment, ...known };
}

/**
 * The accounts of both sources, each user once for each tenant, as msal-node lists them. Who is in both in one tenant is
 * listed as the broker's: its sign-in is bound to the device and needs no window.
 */
export function mergeAccounts(
  brokerAccounts: readonly AccountInfo[],
  cacheAccounts: readonly AccountInfo[],
): AccountInfo[] {
  const known = new Set(brokerAccounts.map(identityOf));
  const others = cacheAccounts.filter((account) => {
    const identity = identityOf(account);
    return !known.has(identity) && known.add(identity);
  });
  return [...brokerAccounts, ...others];
}

/** Who an account is, in which tenant: of Entra ID, in any of the names that a cloud has, else of one host. */
function identityOf({ homeAccountId, tenantId, environment }: AccountInfo): string {
  const host = isEntraHost(environment) ? "" : environment;
  return `${homeAccountId} ${tenantId} ${host}`.toLowerCase();
}

/** Whether two home account ids name the same user: GUIDs have no case. */
export function isSameUser(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * @throws BrokerError `account_mismatch` when a token is another user's than the one it was asked for.
 */
export function requireSameAccount(asked: BrokerAccount, got: BrokerAccount, correlationId: string): void {
  if (isSameUser(asked.homeAccountId, got.homeAccountId)) return;
  throw new BrokerError("account_mismatch", {
    message:
      "the broker answered with the token of another account than the one asked for; the token was discarded",
    hint: "Sign in again with acquireTokenInteractive and that account, or ask getAllAccounts() which accounts are there.",
    correlationId,
  });
}
