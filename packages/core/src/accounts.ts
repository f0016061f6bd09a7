import type { AccountInfo as MsalAccountInfo } from "@azure/msal-node";
import type { BrokerAccount } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import { requireNonEmptyString, requireObject } from "./requests/check.js";
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

/**
 * A caller's account, and where it came from: what a broker holds has a `nativeAccountId`, msal-node's only link to it.
 *
 * @throws TypeError that names the field.
 */
export function checkAccount(
  argument: string,
  account: unknown,
): Exclude<AskedAccount, { readonly source: "os" }> {
  requireObject(argument, account);
  const info: Partial<Record<keyof MsalAccountInfo, unknown>> = account;
  const field = (
    name: "homeAccountId" | "localAccountId" | "tenantId" | "environment" | "username",
  ): string => {
    const value = info[name];
    requireNonEmptyString(`${argument}.${name}`, value);
    return value;
  };
  const common = {
    homeAccountId: field("homeAccountId"),
    localAccountId: field("localAccountId"),
    tenantId: field("tenantId"),
    environment: field("environment"),
    username: field("username"),
    ...(typeof info.name === "string" ? { name: info.name } : {}),
  };
  if (info.nativeAccountId === undefined || info.nativeAccountId === "") {
    return { source: "cache", account: { ...account, ...common } };
  }
  requireNonEmptyString(`${argument}.nativeAccountId`, info.nativeAccountId);
  return { source: "broker", account: { nativeAccountId: info.nativeAccountId, ...common } };
}

/**
 * The accounts of both sources. A user who is in both is listed once, as the broker's: its sign-in is bound to the device
 * and needs no window.
 */
export function mergeAccounts(
  ofBroker: readonly AccountInfo[],
  ofCache: readonly AccountInfo[],
): AccountInfo[] {
  const known = new Set(ofBroker.map(identityOf));
  return [...ofBroker, ...ofCache.filter((account) => !known.has(identityOf(account)))];
}

/** Who an account is, in which tenant. The environment is left out: one cloud has several names. */
function identityOf({ homeAccountId, tenantId }: AccountInfo): string {
  return `${homeAccountId} ${tenantId}`.toLowerCase();
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
