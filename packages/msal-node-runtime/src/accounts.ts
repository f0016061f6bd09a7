import type { AccountInfo } from "@authbroker/core";

/** An account of the broker's in the native layer's words. What is not known of it is an empty string. */
export interface Account {
  /** The broker's own identifier, msal-node's `nativeAccountId`. */
  readonly accountId: string;
  /** `<object id>.<home tenant id>`. */
  readonly homeAccountId: string;
  /** The authority's host. */
  readonly environment: string;
  /** The tenant the account is seen from. */
  readonly realm: string;
  /** The object id in `realm`. */
  readonly localAccountId: string;
  readonly username: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly middleName: string;
  readonly displayName: string;
  /** JSON text of an object. */
  readonly additionalFieldsJson: string;
  readonly homeEnvironment: string;
  /** base64url of `{"uid":…,"utid":…}`. */
  readonly clientInfo: string;
}

/** The account in results of calls that failed. */
export const NO_ACCOUNT: Account = {
  accountId: "",
  homeAccountId: "",
  environment: "",
  realm: "",
  localAccountId: "",
  username: "",
  givenName: "",
  familyName: "",
  middleName: "",
  displayName: "",
  additionalFieldsJson: "{}",
  homeEnvironment: "",
  clientInfo: "",
};

/** An account of core's as the native layer gives it. */
export function toAccount(info: AccountInfo): Account {
  const claims: Readonly<Record<string, unknown>> = info.idTokenClaims ?? {};
  const text = (claim: string): string => {
    const value = claims[claim];
    return typeof value === "string" ? value : "";
  };
  return {
    ...NO_ACCOUNT,
    accountId: info.nativeAccountId ?? "",
    homeAccountId: info.homeAccountId,
    environment: info.environment,
    realm: info.tenantId,
    localAccountId: info.localAccountId,
    username: info.username,
    givenName: text("given_name"),
    familyName: text("family_name"),
    displayName: info.name ?? "",
    clientInfo: clientInfo(info.homeAccountId),
  };
}

/** An account of the native layer as core takes it. */
export function toAccountInfo(account: Account): AccountInfo {
  const { accountId, displayName, environment, homeAccountId, localAccountId, realm, username } = account;
  return {
    nativeAccountId: accountId,
    homeAccountId,
    environment,
    tenantId: realm,
    localAccountId,
    username,
    ...(displayName === "" ? {} : { name: displayName }),
    source: "broker",
  };
}

function clientInfo(homeAccountId: string): string {
  const [uid, utid] = homeAccountId.split(".");
  if (uid === undefined || utid === undefined) return "";
  return Buffer.from(JSON.stringify({ uid, utid })).toString("base64url");
}
