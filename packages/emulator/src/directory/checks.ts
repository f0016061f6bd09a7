import { PUBLIC_CLOUD_HOSTS } from "../config/hosts.js";
import { findTenant, isAnyTenant } from "../config/identifiers.js";
import { refuse } from "./catalogue.js";
import type { App, Directory, User } from "./directory.js";
import { Refusal, STATUS } from "./refusal.js";

/** The hosts of Microsoft's clouds; an authority elsewhere is not to be trusted with a sign-in. */
const AUTHORITY_HOSTS: ReadonlySet<string> = new Set([
  ...PUBLIC_CLOUD_HOSTS,
  "login.microsoftonline.us",
  "login.partner.microsoftonline.cn",
]);

/**
 * The app registration that a token is asked for.
 *
 * @throws Refusal AADSTS700016 or AADSTS50011.
 */
export function checkApp(directory: Directory, clientId: string, redirectUri: string): App {
  const app = directory.findApp(clientId);
  if (app === undefined) {
    throw refuse(700016, { subject: { clientId, tenant: directory.tenants[0]?.name ?? "" } });
  }
  if (!app.redirectUris.includes(redirectUri)) throw refuse(50011, { subject: { clientId, redirectUri } });
  return app;
}

/**
 * The id of the tenant that a user signs in to through an authority: the home tenant where the authority leaves it open.
 *
 * @throws Refusal when the authority is no https URL, is none of Microsoft's, or names a tenant the user is not in.
 */
export function checkAuthority(directory: Directory, authority: string, user: User): string {
  return checkTenant(directory, tenantOf(authority), user);
}

/**
 * The id of the tenant that a user signs in to, by the first segment of an authority's path.
 *
 * @throws Refusal AADSTS90002 or AADSTS50020.
 */
export function checkTenant(directory: Directory, tenant: string, user: User): string {
  if (isAnyTenant(tenant)) return user.tenantId;
  const found = findTenant(directory.tenants, tenant);
  if (found === undefined) throw refuse(90002, { subject: { tenant } });
  if (found.id !== user.tenantId && !user.guestOf.includes(found.id)) {
    throw refuse(50020, { subject: { username: user.username, tenant: found.name } });
  }
  return found.id;
}

function tenantOf(authority: string): string {
  let url: URL;
  try {
    url = new URL(authority);
  } catch {
    throw new Refusal(STATUS.ApiContractViolation, "autho", "The authority of the request is not a URL.");
  }
  if (url.protocol !== "https:" || !AUTHORITY_HOSTS.has(url.hostname)) {
    throw new Refusal(STATUS.AuthorityUntrusted, "autho", `The authority '${url.origin}' is not trusted.`);
  }
  return url.pathname.split("/")[1] || "common";
}

/**
 * That the directory lets the user in.
 *
 * @throws Refusal AADSTS50057.
 */
export function checkEnabled(directory: Directory, user: User): void {
  if (directory.isEnabled(user)) return;
  throw refuse(50057);
}

/** That no sign-in is there to answer silently from. */
export function nobodySignedIn(): Refusal {
  return refuse(50058);
}

/** That the request names an account which nobody here has. */
export function unknownAccount(): Refusal {
  return new Refusal(
    STATUS.AccountNotFound,
    "noacc",
    "The account of the request was not found by the broker.",
  );
}
