import type { TenantConfig } from "./schema.js";

/** Whether two GUIDs, or two names of the directory, are the same: neither has a case. */
export function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The tenant of this id or name. */
export function findTenant(tenants: readonly TenantConfig[], idOrName: string): TenantConfig | undefined {
  return tenants.find(({ id, name }) => same(id, idOrName) || same(name, idOrName));
}
