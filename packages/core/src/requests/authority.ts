import { requireNonEmptyString } from "./check.js";

/** Where an application signs in when it does not say. */
export const DEFAULT_AUTHORITY = "https://login.microsoftonline.com/common";

/**
 * Hosts of Microsoft Entra ID, in every cloud, as msal-common 16 lists them. Brokers serve these and no other: not
 * B2C, not AD FS, not External ID.
 */
const ENTRA_HOSTS: ReadonlySet<string> = new Set([
  "login.microsoftonline.com",
  "login.windows.net",
  "login.microsoft.com",
  "sts.windows.net",
  "login.partner.microsoftonline.cn",
  "login.chinacloudapi.cn",
  "login.microsoftonline.de",
  "login.microsoftonline.us",
  "login.usgovcloudapi.net",
  "login-us.microsoftonline.com",
  "login.sovcloud-identity.fr",
  "login.sovcloud-identity.de",
  "login.sovcloud-identity.sg",
]);

/** Paths of AD FS, and of B2C in its older form, on any host. */
const OTHER_SERVICE = /^\/(?:adfs|tfp)(?:\/|$)/i;

/**
 * An authority as an https URL with a tenant and no slash at its end.
 *
 * @throws TypeError that names the argument, when it is none.
 */
export function parseAuthority(argument: string, value: unknown): string {
  requireNonEmptyString(argument, value);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const path = url?.pathname.replace(/\/+$/, "") ?? "";
  if (
    url?.protocol !== "https:" ||
    path === "" ||
    url.username !== "" ||
    url.password !== "" ||
    url.search !== "" ||
    url.hash !== ""
  ) {
    throw new TypeError(
      `"${argument}" must be an https URL with a tenant, such as ${DEFAULT_AUTHORITY}; received ${url === undefined ? "no URL" : `${url.protocol}//${url.host}${url.pathname}`}`,
    );
  }
  return url.origin + path;
}

/** Whether a host, in any case, is one of Microsoft Entra ID's, in any cloud. */
export function isEntraHost(host: string): boolean {
  return ENTRA_HOSTS.has(host.toLowerCase());
}

/** Whether the brokers of the operating systems serve an authority that {@link parseAuthority} gave. */
export function isEntraAuthority(authority: string): boolean {
  const hostAt = "https://".length;
  const pathAt = authority.indexOf("/", hostAt);
  return ENTRA_HOSTS.has(authority.slice(hostAt, pathAt)) && !OTHER_SERVICE.test(authority.slice(pathAt));
}

/** Tenants of an authority that stand for whichever tenant the user is of. */
export const ANY_TENANT: ReadonlySet<string> = new Set(["common", "organizations"]);

/** The origin of an authority that {@link parseAuthority} gave, and its tenant, in lower case: the first of its path. */
export function splitAuthority(authority: string): { readonly base: string; readonly tenant: string } {
  const pathAt = authority.indexOf("/", "https://".length);
  const [tenant = ""] = authority.slice(pathAt + 1).split("/", 1);
  return { base: authority.slice(0, pathAt), tenant: tenant.toLowerCase() };
}

/** An authority that stands for any tenant, as that of one; an authority that names a tenant stays as it is. */
export function authorityOfTenant(authority: string, tenantId: string): string {
  const { base, tenant } = splitAuthority(authority);
  return ANY_TENANT.has(tenant) ? `${base}/${tenantId}` : authority;
}
