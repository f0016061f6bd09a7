import type { TenantConfig } from "./schema.js";

/** Whether two GUIDs, or two names of the directory, are the same: neither has a case. */
export function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether the tenant segment of an authority stands for whatever tenant the user is of. */
export function isAnyTenant(segment: string): boolean {
  return ["common", "organizations"].includes(segment.toLowerCase());
}

/** The tenant of this id or name. */
export function findTenant(tenants: readonly TenantConfig[], idOrName: string): TenantConfig | undefined {
  return tenants.find(({ id, name }) => same(id, idOrName) || same(name, idOrName));
}
