import { findTenant, isAnyTenant } from "../config/identifiers.js";
import type { TenantConfig } from "../config/schema.js";

/** The tenant segment that clients replace by the tenant of each request's authority. */
export const TENANT_TEMPLATE = "{tenantid}";

const CLAIMS = "sub iss aud exp iat nonce preferred_username name tid oid ver".split(" ");

/** The OpenID Connect metadata of a tenant (OpenID Connect Discovery 1.0), with the fields that Entra has. */
export interface AuthorityMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly device_authorization_endpoint: string;
  readonly end_session_endpoint: string;
  readonly jwks_uri: string;
  readonly [field: string]: unknown;
}

/**
 * The metadata of a tenant: under its id, which is what tokens name it by, or of a tenant that the user decides.
 *
 * msal-node derives the device code endpoint from the token endpoint: it replaces the first `/token`, so none may
 * stand before the last segment.
 */
export function openIdConfiguration(
  base: string,
  segment: string,
  tenants: readonly TenantConfig[],
): AuthorityMetadata {
  const isOpen = segment === TENANT_TEMPLATE || isAnyTenant(segment);
  const tenant = isOpen ? segment : (findTenant(tenants, segment)?.id ?? segment).toLowerCase();
  const root = `${base}/${tenant}`;
  const { host } = new URL(base);
  return {
    issuer: `${base}/${isOpen ? TENANT_TEMPLATE : tenant}/v2.0`,
    authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
    token_endpoint: `${root}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${root}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${root}/oauth2/v2.0/logout`,
    jwks_uri: `${root}/discovery/v2.0/keys`,
    response_types_supported: ["code"],
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    token_endpoint_auth_methods_supported: ["none"],
    code_challenge_methods_supported: ["S256", "plain"],
    claims_supported: CLAIMS,
    request_uri_parameter_supported: false,
    http_logout_supported: true,
    frontchannel_logout_supported: false,
    tenant_region_scope: null,
    cloud_instance_name: host,
  };
}

/** What instance discovery says of a host: that it goes by its own name alone. */
export function instanceMetadata(base: string, tenant: string): Readonly<Record<string, unknown>> {
  const { host } = new URL(base);
  return {
    tenant_discovery_endpoint: `${base}/${tenant}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
