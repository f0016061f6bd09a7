import { isEntraAuthority, splitAuthority } from "../requests/authority.js";
import type { SilentCall } from "../requests/token-call.js";
import type { LocalClient } from "./local-client.js";

/** Tenants of an authority that stand for whichever tenant the user is of. */
const ANY_TENANT: ReadonlySet<string> = new Set(["common", "organizations"]);

/** The tenant of personal Microsoft accounts. */
const CONSUMERS_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The tenant that an authority names by its id; undefined for any tenant, for a domain, and away from Entra. */
export function tenantIdOf(authority: string): string | undefined {
  if (!isEntraAuthority(authority)) return undefined;
  const { tenant } = splitAuthority(authority);
  if (tenant === "consumers") return CONSUMERS_TENANT;
  return GUID.test(tenant) ? tenant.toLowerCase() : undefined;
}

/** Where a silent call goes: the tenant that its token is to be of, and the authority that gives it. */
export interface TokenTenant {
  /** Undefined when nobody knows yet which tenant a domain is. */
  readonly tenantId: string | undefined;
  readonly authority: string;
}

/**
 * The tenant that a silent call is for. An authority that names one decides; msal-node would take the account's, and
 * answer a call for a guest's tenant with the token of the home tenant from its cache.
 */
export function tenantOfCall(
  { authority, ownAuthority }: SilentCall,
  account: { readonly tenantId: string },
  client: Pick<LocalClient, "authority" | "tenantOfDomain">,
): TokenTenant {
  if (!isEntraAuthority(authority)) {
    // Elsewhere an authority is a policy or a server of its own, and its tokens are not those of the client's own one.
    return { tenantId: authority === client.authority ? account.tenantId : undefined, authority };
  }
  const named = tenantIdOf(authority);
  if (named !== undefined) return { tenantId: named, authority };
  const { base, tenant } = splitAuthority(authority);
  if (ANY_TENANT.has(tenant)) return { tenantId: account.tenantId, authority: `${base}/${account.tenantId}` };
  // The client's own authority is where its accounts signed in; a request's own one may be another tenant.
  return { tenantId: ownAuthority ? client.tenantOfDomain.get(authority) : account.tenantId, authority };
}
