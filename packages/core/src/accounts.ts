import type { AccountInfo } from "@azure/msal-node";
import type { BrokerAccount } from "./contract.js";
import { BrokerError } from "./errors/broker-error.js";
import { requireNonEmptyString, requireObject } from "./requests/check.js";

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
  };
  if (account.name !== undefined) info.name = account.name;
  if (idTokenClaims !== undefined) info.idTokenClaims = idTokenClaims;
  return info;
}

/**
 * A caller's account as the broker knows it.
 *
 * @throws TypeError that names the field.
 * @throws BrokerError `route_unavailable` when the account did not come from a broker: the broker would take its default
 * account in its place.
 */
export function toBrokerAccount(argument: string, account: unknown): BrokerAccount {
  requireObject(argument, account);
  const info: Partial<Record<keyof AccountInfo, unknown>> = account;
  const field = (
    name: "homeAccountId" | "localAccountId" | "tenantId" | "environment" | "username",
  ): string => {
    const value = info[name];
    requireNonEmptyString(`${argument}.${name}`, value);
    return value;
  };
  if (info.nativeAccountId === undefined || info.nativeAccountId === "") {
    throw new BrokerError("route_unavailable", {
      message: `the "${argument}" did not come from the broker (it has no nativeAccountId), and no other route is there to serve it`,
      hint: "Take the account from getAllAccounts(), or from the result of a sign-in through the broker.",
    });
  }
  requireNonEmptyString(`${argument}.nativeAccountId`, info.nativeAccountId);
  return {
    nativeAccountId: info.nativeAccountId,
    homeAccountId: field("homeAccountId"),
    localAccountId: field("localAccountId"),
    tenantId: field("tenantId"),
    environment: field("environment"),
    username: field("username"),
    ...(typeof info.name === "string" ? { name: info.name } : {}),
  };
}

/**
 * @throws BrokerError `account_mismatch` when a token is another user's than the one it was asked for.
 */
export function requireSameAccount(asked: BrokerAccount, got: BrokerAccount, correlationId: string): void {
  if (asked.homeAccountId.toLowerCase() === got.homeAccountId.toLowerCase()) return;
  throw new BrokerError("account_mismatch", {
    message:
      "the broker answered with the token of another account than the one asked for; the token was discarded",
    hint: "Sign in again with acquireTokenInteractive and that account, or ask getAllAccounts() which accounts are there.",
    correlationId,
  });
}
