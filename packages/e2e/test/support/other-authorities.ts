import type { Configuration } from "@authbroker/core";
import type { Stage } from "./stage.js";

/**
 * The `auth` of a client whose authority is none of Entra ID's: the stage's directory answers for it, since the metadata
 * says where its endpoints are.
 */
export function otherAuthority(stage: Stage, authority: string): Partial<Configuration["auth"]> {
  return {
    authority,
    knownAuthorities: [new URL(authority).host],
    authorityMetadata: JSON.stringify(stage.world.authority.metadata(tenantOf(stage))),
  };
}

export const B2C = "https://contoso.b2clogin.com/contoso.onmicrosoft.com/b2c_1_sign_in";
export const AD_FS = "https://adfs.contoso.example/adfs";
export const CIAM = "https://contoso.ciamlogin.com/contoso.onmicrosoft.com";

/** The directory's first tenant. */
function tenantOf({ world }: Stage): string {
  const [tenant] = world.authority.directory.tenants;
  if (tenant === undefined) throw new Error("the directory has no tenant");
  return tenant.id;
}
