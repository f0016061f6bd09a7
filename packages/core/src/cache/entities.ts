import type { AccountInfo } from "@azure/msal-node";
import { isJsonObject, type JsonObject } from "../json.js";

/**
 * msal-node's token cache as its `getKVStore()` gives it. Another program may have written it, so no field of an entry
 * is believed to have its type.
 */
export type CacheStore = Readonly<Record<string, unknown>>;

/** What differs between the tenants that one account signed in to. */
export type TenantIdentity = Pick<
  AccountInfo,
  "tenantId" | "localAccountId" | "username" | "name" | "loginHint" | "upn" | "nativeAccountId"
>;

/** An account in one of its tenants. */
export interface TenantEntry {
  readonly identity: TenantIdentity;
  readonly isHomeTenant: boolean | undefined;
}

/** An account, with what it is in its home tenant. */
export interface AccountEntry {
  readonly homeAccountId: string;
  readonly environment: string;
  readonly authorityType: string;
  readonly dataBoundary: AccountInfo["dataBoundary"];
  readonly cloudGraphHostName: string;
  readonly msGraphHost: string;
  readonly identity: TenantIdentity;
  /** Absent in a cache of older versions, which knew no tenants. */
  readonly tenants: readonly TenantEntry[] | undefined;
}

/** A token of any kind. */
export interface TokenEntry {
  readonly homeAccountId: string;
  readonly environment: string;
  readonly clientId: string;
  /** The tenant. */
  readonly realm: string;
  /** The token itself. */
  readonly secret: string;
}

/** A Bearer access token. Times are seconds since 1970. */
export interface AccessTokenEntry extends TokenEntry {
  /** The scopes, with a blank between them. */
  readonly target: string;
  readonly tokenType: string;
  readonly cachedAt: number;
  readonly expiresOn: number;
  readonly extendedExpiresOn: number | undefined;
  readonly refreshOn: number | undefined;
  readonly resource: string | undefined;
}

/** An entry as an account, unless it is something else or malformed. */
export function readAccount(entry: unknown): AccountEntry | undefined {
  if (!isJsonObject(entry)) return undefined;
  const { homeAccountId, environment, realm, localAccountId, username, authorityType } = entry;
  if (
    typeof homeAccountId !== "string" ||
    typeof environment !== "string" ||
    typeof realm !== "string" ||
    typeof localAccountId !== "string" ||
    typeof username !== "string" ||
    typeof authorityType !== "string"
  ) {
    return undefined;
  }
  const { dataBoundary, tenantProfiles } = entry;
  return {
    homeAccountId,
    environment,
    authorityType,
    dataBoundary: dataBoundary === "EU" || dataBoundary === "None" ? dataBoundary : undefined,
    cloudGraphHostName: text(entry, "cloudGraphHostName") ?? "",
    msGraphHost: text(entry, "msGraphHost") ?? "",
    identity: { tenantId: realm, localAccountId, username, ...optional(entry) },
    tenants: Array.isArray(tenantProfiles) ? tenantProfiles.flatMap(readTenant) : undefined,
  };
}

/** An entry as an ID token, unless it is something else or malformed. */
export function readIdToken(entry: unknown): TokenEntry | undefined {
  return isJsonObject(entry) && entry["credentialType"] === "IdToken" ? readToken(entry) : undefined;
}

/**
 * An entry as a Bearer access token that anyone may use, unless it is something else or malformed: not one that is bound
 * to a key, asked with claims, or got on behalf of another.
 */
export function readAccessToken(entry: unknown): AccessTokenEntry | undefined {
  if (!isJsonObject(entry) || entry["credentialType"] !== "AccessToken") return undefined;
  const token = readToken(entry);
  const target = text(entry, "target");
  const tokenType = text(entry, "tokenType") ?? "Bearer";
  const expiresOn = seconds(entry["expiresOn"]);
  if (token === undefined || target === undefined || expiresOn === undefined) return undefined;
  if (tokenType.toLowerCase() !== "bearer" || BINDINGS.some((field) => entry[field] !== undefined)) {
    return undefined;
  }
  return {
    ...token,
    target,
    tokenType,
    expiresOn,
    cachedAt: seconds(entry["cachedAt"]) ?? 0,
    extendedExpiresOn: seconds(entry["extendedExpiresOn"]),
    refreshOn: seconds(entry["refreshOn"]),
    resource: text(entry, "resource"),
  };
}

const BINDINGS = ["keyId", "requestedClaimsHash", "userAssertionHash"] as const;

function readToken(entry: JsonObject): TokenEntry | undefined {
  const { homeAccountId, environment, clientId, realm, secret, additionalCacheKeyComponents } = entry;
  if (
    typeof homeAccountId !== "string" ||
    typeof environment !== "string" ||
    typeof clientId !== "string" ||
    typeof realm !== "string" ||
    typeof secret !== "string" ||
    secret === ""
  ) {
    return undefined;
  }
  // A token that was asked with more than scopes answers no request without the same.
  const partitioned = isJsonObject(additionalCacheKeyComponents) && Object.keys(additionalCacheKeyComponents);
  if (partitioned && partitioned.length > 0) return undefined;
  return { homeAccountId, environment, clientId, realm, secret };
}

function readTenant(profile: unknown): TenantEntry[] {
  if (!isJsonObject(profile)) return [];
  const { tenantId, localAccountId, username, isHomeTenant } = profile;
  if (typeof tenantId !== "string" || typeof localAccountId !== "string" || typeof username !== "string") {
    return [];
  }
  return [
    {
      identity: { tenantId, localAccountId, username, ...optional(profile) },
      isHomeTenant: typeof isHomeTenant === "boolean" ? isHomeTenant : undefined,
    },
  ];
}

function optional(fields: JsonObject): Partial<TenantIdentity> {
  const read: Partial<TenantIdentity> = {};
  for (const field of ["name", "loginHint", "upn", "nativeAccountId"] as const) {
    const value = text(fields, field);
    if (value !== undefined) read[field] = value;
  }
  return read;
}

function text(fields: JsonObject, field: string): string | undefined {
  const value = fields[field];
  return typeof value === "string" ? value : undefined;
}

/** What a `Date` can hold, seconds. */
const LATEST = 8.64e12;

/** msal-node writes times as text, other MSALs as numbers. */
function seconds(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Math.abs(number) <= LATEST ? number : undefined;
}
