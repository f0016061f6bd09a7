import type { AuthenticationResult } from "@authbroker/core";
import { type Account, NO_ACCOUNT, toAccount } from "./accounts.js";
import type { RuntimeError } from "./errors.js";

/** What every call calls back with. */
export interface SignOutResult {
  /** @throws MsalRuntimeError when the call failed; its other members are empty then. */
  readonly CheckError: () => void;
  /** JSON text of an object. */
  readonly telemetryData: string;
}

/** What the calls for a token call back with. */
export interface AuthResult extends SignOutResult {
  /** The claims of the ID token, JSON text. */
  readonly idToken: string;
  /** The ID token itself. */
  readonly rawIdToken: string;
  readonly accessToken: string;
  /** The value of the HTTP header `Authorization`. */
  readonly authorizationHeader: string;
  /** Separated by blanks. */
  readonly grantedScopes: string;
  /** Seconds since 1970. */
  readonly expiresOn: number;
  readonly isPopAuthorization: boolean;
  readonly account: Account;
}

/** What `ReadAccountByIdAsync` calls back with. */
export interface ReadAccountResult extends SignOutResult {
  readonly account: Account;
}

/** What `DiscoverAccountsAsync` calls back with. */
export interface DiscoverAccountsResult extends SignOutResult {
  readonly accounts: Account[];
}

const fine = (): void => {};

/** A call that went well and has nothing to tell. */
export const DONE: SignOutResult = { CheckError: fine, telemetryData: "{}" };

/** A call that failed. */
export function failed(error: RuntimeError): AuthResult & DiscoverAccountsResult {
  return {
    CheckError: () => {
      throw error;
    },
    telemetryData: "{}",
    idToken: "{}",
    rawIdToken: "",
    accessToken: "",
    authorizationHeader: "",
    grantedScopes: "",
    expiresOn: 0,
    isPopAuthorization: false,
    account: NO_ACCOUNT,
    accounts: [],
  };
}

/** A token of core's as the native layer gives it. */
export function toAuthResult(result: AuthenticationResult): AuthResult {
  const { accessToken, account, expiresOn, fromCache, idToken, idTokenClaims, scopes, tokenType } = result;
  return {
    CheckError: fine,
    telemetryData: JSON.stringify({ is_cache: fromCache }),
    idToken: JSON.stringify(idTokenClaims),
    rawIdToken: idToken,
    accessToken,
    authorizationHeader: `${tokenType} ${accessToken}`,
    grantedScopes: scopes.join(" "),
    expiresOn: Math.floor((expiresOn?.getTime() ?? 0) / 1000),
    isPopAuthorization: tokenType.toLowerCase() === "pop",
    account: account === null ? NO_ACCOUNT : toAccount(account),
  };
}
