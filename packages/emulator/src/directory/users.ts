import { findTenant } from "../config/identifiers.js";
import type { TenantConfig, UserConfig } from "../config/schema.js";
import { EmulatorError } from "../errors.js";
import { guidOf } from "./guid.js";

/** A person. */
export interface User {
  /** The GUID of the home tenant. */
  readonly tenantId: string;
  /** The object id, a GUID. */
  readonly oid: string;
  /** The user principal name. */
  readonly username: string;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  /** The GUIDs of the tenants that the person is a guest of. */
  readonly guestOf: readonly string[];
}

/** A person as one tenant knows them. */
export interface TenantProfile {
  readonly tenantId: string;
  /** The object id in that tenant. */
  readonly oid: string;
}

/** The home account id: `<object id>.<home tenant id>`. */
export function homeAccountIdOf({ oid, tenantId }: User): string {
  return `${oid}.${tenantId}`;
}

/** The `client_info` of a user, base64url: the home account, whichever tenant was signed in to. */
export function clientInfoOf({ oid, tenantId }: User): string {
  return Buffer.from(JSON.stringify({ uid: oid, utid: tenantId })).toString("base64url");
}

/** A user as their home tenant knows them, or as a tenant knows them that they are a guest of: with another object id. */
export function profileIn(user: User, tenantId: string): TenantProfile {
  const { oid, tenantId: home } = user;
  return tenantId === home ? { tenantId, oid } : { tenantId, oid: guidOf(`guest ${oid} ${tenantId}`) };
}

/** The object ids of a user, that of the home tenant first. */
export function objectIdsOf(user: User): readonly string[] {
  return [user.tenantId, ...user.guestOf].map((tenantId) => profileIn(user, tenantId).oid);
}

/** Somebody else than a user; where there is nobody else, a stranger of the same name. */
export function anotherUser(users: readonly User[], user: User): User {
  return (
    users.find(({ oid }) => oid !== user.oid) ?? { ...user, oid: "51a4ce40-0000-4000-8000-000000000000" }
  );
}

/**
 * Makes a user of what the configuration says.
 *
 * @throws EmulatorError `config_invalid` for a tenant that is not there.
 */
export function createUser(configured: UserConfig, tenants: readonly TenantConfig[]): User {
  const { oid, username, name = username, givenName = "", familyName = "", guestOf = [] } = configured;
  const tenantId = (idOrName: string | undefined): string => {
    const tenant = idOrName === undefined ? tenants[0] : findTenant(tenants, idOrName);
    if (tenant !== undefined) return tenant.id;
    throw new EmulatorError(
      "config_invalid",
      `${username} is in the tenant "${idOrName}", which is not there`,
    );
  };
  return {
    tenantId: tenantId(configured.tenant),
    oid,
    username,
    name,
    givenName,
    familyName,
    guestOf: guestOf.map(tenantId),
  };
}
