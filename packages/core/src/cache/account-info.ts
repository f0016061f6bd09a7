import type { AccountInfo } from "@azure/msal-node";
import { homeParts, type IdTokenClaims, parseIdToken } from "../id-token.js";
import type { AccountEntry, TenantEntry, TenantIdentity } from "./entities.js";

/** An ID token of the cache and what it says. */
export interface DecodedIdToken {
  readonly idToken: string;
  readonly claims: IdTokenClaims;
}

/** An ID token with its claims, unless it is malformed. */
export function decodeIdToken(idToken: string): DecodedIdToken | undefined {
  try {
    return { idToken, claims: parseIdToken(idToken) };
  } catch {
    // The account is there all the same, only less is known of it.
    return undefined;
  }
}

/** The tenants of an account; a cache of older versions names its home tenant only. */
export function tenantsOf(account: AccountEntry): readonly TenantEntry[] {
  const { tenantId, localAccountId, nativeAccountId } = account.identity;
  if (account.tenants !== undefined || tenantId === "" || localAccountId === "") return account.tenants ?? [];
  const identity: TenantIdentity = { tenantId, localAccountId, username: "" };
  if (nativeAccountId) identity.nativeAccountId = nativeAccountId;
  return [{ identity, isHomeTenant: isHomeTenant(account, tenantId) }];
}

/**
 * An account in one tenant, in msal-node's shape and by its precedence: what the ID token says, else what the tenant's
 * profile says, else what the account says.
 */
export function accountInfo(
  account: AccountEntry,
  tenants: readonly TenantEntry[],
  tenant: TenantEntry | undefined,
  decoded: DecodedIdToken | undefined,
): AccountInfo {
  const known = { ...account.identity, ...tenant?.identity };
  const home = tenants.find(({ identity }) => identity.tenantId === account.identity.tenantId);
  const nativeAccountId =
    tenant?.identity.nativeAccountId ?? (home?.identity.nativeAccountId || account.identity.nativeAccountId);
  const info: AccountInfo = {
    homeAccountId: account.homeAccountId,
    environment: account.environment,
    authorityType: account.authorityType,
    ...(decoded ? identityOf(decoded.claims) : known),
    tenantProfiles: new Map(tenants.map((each) => [each.identity.tenantId, profileOf(each)])),
  };
  if (nativeAccountId !== undefined) info.nativeAccountId = nativeAccountId;
  if (account.dataBoundary !== undefined) info.dataBoundary = account.dataBoundary;
  if (decoded !== undefined) {
    info.idToken = decoded.idToken;
    info.idTokenClaims = decoded.claims;
    info.kmsi = staysSignedIn(decoded.claims);
  }
  return info;
}

type TenantProfile = NonNullable<AccountInfo["tenantProfiles"]> extends Map<string, infer P> ? P : never;

function profileOf({ identity, isHomeTenant: home }: TenantEntry): TenantProfile {
  return home === undefined ? { ...identity } : { ...identity, isHomeTenant: home };
}

/** B2C has no `tid`: its policy, in `tfp` or `acr`, stands for the tenant, and the first of `emails` for the user's name. */
function identityOf(claims: IdTokenClaims): TenantIdentity {
  const string = (claim: string): string | undefined => {
    const value = claims[claim];
    return typeof value === "string" ? value : undefined;
  };
  const upn = string("upn");
  const loginHint = string("login_hint");
  const identity: TenantIdentity = {
    tenantId: claims.tid || string("tfp") || string("acr") || "",
    localAccountId: claims.oid || claims.sub || "",
    username: claims.preferred_username || upn || firstOf(claims["emails"]) || "",
  };
  if (claims.name !== undefined) identity.name = claims.name;
  if (loginHint !== undefined) identity.loginHint = loginHint;
  if (upn !== undefined) identity.upn = upn;
  return identity;
}

const firstOf = (values: unknown): string | undefined => {
  const first: unknown = Array.isArray(values) ? values[0] : undefined;
  return typeof first === "string" ? first : undefined;
};

function isHomeTenant(account: AccountEntry, tenantId: string): boolean {
  return homeParts(account.homeAccountId).utid === tenantId;
}

/** `signin_state` has a value for "keep me signed in", and one for a device of the domain, which counts as such. */
function staysSignedIn(claims: IdTokenClaims): boolean {
  const state = claims["signin_state"];
  return (
    Array.isArray(state) &&
    state.some(
      (value: unknown) =>
        typeof value === "string" && ["kmsi", "dvc_dmjd"].includes(value.trim().toLowerCase()),
    )
  );
}
