import type { AccountInfo } from "@azure/msal-node";
import { homeParts } from "../id-token.js";
import { ANY_TENANT, isEntraAuthority, splitAuthority } from "../requests/authority.js";
import type { SilentCall } from "../requests/token-call.js";
import type { LocalClient } from "./local-client.js";

/** The tenant of personal Microsoft accounts. */
const CONSUMERS_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The tenant that an authority names by its id; undefined for any tenant, for a domain, and away from Entra. */
function tenantIdOf(authority: string): string | undefined {
  if (!isEntraAuthority(authority)) return undefined;
  const { tenant } = splitAuthority(authority);
  if (tenant === "consumers") return CONSUMERS_TENANT;
  return GUID.test(tenant) ? tenant.toLowerCase() : undefined;
}

/** The tenant that an answer of an authority has to be of, where the authority names one by its id. */
export function expectedTenant(authority: string): { readonly tenantId?: string } {
  const tenantId = tenantIdOf(authority);
  return tenantId === undefined ? {} : { tenantId };
}

/** Where a silent call goes: the tenant that its token is to be of, and the authority that gives it. */
export interface TokenTenant {
  /** Undefined when nobody knows yet which tenant a domain is. */
  readonly tenantId: string | undefined;
  readonly authority: string;
}

/**
 * The tenant that a silent call is for. An authority that names one decides, the client's as much as the request's;
 * msal-node would take the account's, and answer a call for a guest's tenant with the token of the home tenant from its
 * cache. Which tenant a domain is, its first answer tells: the account listed may be of another.
 */
export function tenantOfCall(
  { authority }: Pick<SilentCall, "authority">,
  account: Pick<AccountInfo, "homeAccountId" | "tenantId">,
  client: Pick<LocalClient, "authority" | "tenantOfDomain">,
): TokenTenant {
  if (!isEntraAuthority(authority)) {
    // Elsewhere an authority is a policy or a server of its own, and its tokens are not those of the client's own one.
    return { tenantId: authority === client.authority ? account.tenantId : undefined, authority };
  }
  const named = tenantIdOf(authority);
  if (named !== undefined) return { tenantId: named, authority };
  const { base, tenant } = splitAuthority(authority);
  if (!ANY_TENANT.has(tenant)) return { tenantId: client.tenantOfDomain.get(authority), authority };
  const tenantId = account.tenantId || homeTenantOf(account);
  return { tenantId, authority: tenantId === undefined ? authority : `${base}/${tenantId}` };
}

/** Remembers which tenant a domain is: the one whose token its authority has just given. */
export function learnTenant(
  { tenantOfDomain }: Pick<LocalClient, "tenantOfDomain">,
  authority: string,
  tenantId: string,
): void {
  if (!isEntraAuthority(authority) || tenantIdOf(authority) !== undefined || tenantId === "") return;
  if (!ANY_TENANT.has(splitAuthority(authority).tenant)) tenantOfDomain.set(authority, tenantId);
}

function homeTenantOf({ homeAccountId }: Pick<AccountInfo, "homeAccountId">): string | undefined {
  const { utid } = homeParts(homeAccountId);
  return GUID.test(utid) ? utid : undefined;
}
