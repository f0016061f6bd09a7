import { findTenant } from "../config/identifiers.js";
import type { App, Directory, User } from "./directory.js";
import { aadsts, Refusal, STATUS } from "./refusal.js";

/** The hosts of Microsoft's clouds; an authority elsewhere is not to be trusted with a sign-in. */
const AUTHORITY_HOSTS = new Set([
  "login.microsoftonline.com",
  "login.windows.net",
  "login.microsoft.com",
  "sts.windows.net",
  "login.microsoftonline.us",
  "login.partner.microsoftonline.cn",
]);

/** The tenant segments that stand for whatever tenant the user is of. */
const ANY_TENANT = new Set(["common", "organizations"]);

/**
 * The app registration that a token is asked for.
 *
 * The status of both refusals is the one seen for an unregistered redirect URI (macos-sso-extension's worked example):
 * Unexpected, with the reason in the context alone, so that a client has to read it.
 *
 * @throws Refusal AADSTS700016 or AADSTS50011.
 */
export function checkApp(directory: Directory, clientId: string, redirectUri: string): App {
  const app = directory.findApp(clientId);
  if (app === undefined) {
    const tenant = directory.tenants[0]?.name ?? "";
    throw aadsts(
      700016,
      STATUS.Unexpected,
      "appid",
      `Application with identifier '${clientId}' was not found in the directory '${tenant}'. It may not have been installed by the administrator of the tenant, or the request may have been sent to the wrong tenant.`,
    );
  }
  if (!app.redirectUris.includes(redirectUri)) {
    throw aadsts(
      50011,
      STATUS.Unexpected,
      "redir",
      `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`,
    );
  }
  return app;
}

/**
 * That the user may sign in through the authority.
 *
 * @throws Refusal when the authority is no https URL, is none of Microsoft's, or names a tenant the user is not in.
 */
export function checkAuthority(directory: Directory, authority: string, user: User): void {
  const tenant = tenantOf(authority);
  if (ANY_TENANT.has(tenant.toLowerCase())) return;
  const found = findTenant(directory.tenants, tenant);
  if (found === undefined) {
    throw aadsts(
      90002,
      STATUS.Unexpected,
      "tenan",
      `Tenant '${tenant}' not found. Check that you have the right tenant id.`,
    );
  }
  if (found.id !== user.tenantId) {
    throw aadsts(
      50020,
      STATUS.Unexpected,
      "guest",
      `User account '${user.username}' from another identity provider does not exist in tenant '${found.name}' and cannot access it.`,
    );
  }
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
 * @throws Refusal AADSTS50057, with a status that clients turn into "sign in again": the account is of no use here.
 */
export function checkEnabled(directory: Directory, user: User): void {
  if (directory.isEnabled(user)) return;
  throw aadsts(50057, STATUS.AccountUnusable, "disab", "The user account is disabled.");
}

/** That no sign-in is there to answer silently from. */
export function nobodySignedIn(): Refusal {
  return aadsts(
    50058,
    STATUS.InteractionRequired,
    "signi",
    "A silent sign-in request was sent but no user is signed in.",
  );
}

/** That the request names an account which nobody here has. */
export function unknownAccount(): Refusal {
  return new Refusal(
    STATUS.AccountNotFound,
    "noacc",
    "The account of the request was not found by the broker.",
  );
}
