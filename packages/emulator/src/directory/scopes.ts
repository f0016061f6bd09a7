import { refuse } from "./catalogue.js";
import type { App, Directory, User } from "./directory.js";
import { Refusal, STATUS } from "./refusal.js";

/** Scopes that every sign-in has; clients do not send them, and answers with others do not repeat them. */
const RESERVED = new Set(["openid", "profile", "offline_access"]);

/** What a sign-in for nothing but the reserved scopes is granted; as at Entra, its access token is for Graph. */
const SIGN_IN_ALONE = ["openid", "profile"];

/** The resource a scope without one belongs to: Microsoft Graph. */
const DEFAULT_RESOURCE = "https://graph.microsoft.com";

/**
 * The scopes that an app is granted for a user out of those it asks for, in the form they were asked in. One that asks
 * for none gets those of a sign-in.
 *
 * @throws Refusal AADSTS65001 when none is, or when the user must consent to one and did not.
 */
export function grantScopes(
  directory: Directory,
  user: User,
  app: App,
  requested: readonly string[],
): readonly string[] {
  const wanted = requested.filter((scope) => !RESERVED.has(scope));
  if (wanted.length === 0) return SIGN_IN_ALONE;
  const granted = wanted.filter((scope) => !isDeclined(app, scope));
  if (granted.length === 0 || scopesToConsentTo(directory, user, app, requested).length > 0) {
    throw refuse(65001, { subject: { clientId: app.clientId, appName: app.name } });
  }
  return granted;
}

/** The scopes among those asked for that the user must consent to before the app is granted them. */
export function scopesToConsentTo(
  { consents }: Directory,
  user: User,
  app: App,
  requested: readonly string[],
): readonly string[] {
  if (!app.consentRequired) return [];
  return requested.filter(
    (scope) => !RESERVED.has(scope) && !isDeclined(app, scope) && !consents.has(user, app.clientId, scope),
  );
}

/**
 * That nothing asked for was declined, which broker 3.0.1 refuses silent requests over. The context is the one
 * reported from it; the number of its status is not known, and InteractionRequired is what its users are sent into.
 *
 * @throws Refusal
 */
export function checkNoneDeclined(app: App, requested: readonly string[]): void {
  if (requested.some((scope) => isDeclined(app, scope))) {
    throw new Refusal(
      STATUS.InteractionRequired,
      "scope",
      "Token response failed because declined scopes are present",
    );
  }
}

/** Splits a scope into the resource it is for and its short name: `api://notes/Read` is `api://notes` and `Read`. */
export function parseScope(scope: string): { resource: string; permission: string } {
  const slash = scope.lastIndexOf("/");
  return slash < 0
    ? { resource: DEFAULT_RESOURCE, permission: scope }
    : { resource: scope.slice(0, slash), permission: scope.slice(slash + 1) };
}

/** Whether an app may not have a scope, whoever consents. */
function isDeclined({ consentedScopes }: App, scope: string): boolean {
  if (consentedScopes === undefined || RESERVED.has(scope)) return false;
  const key = scopeKey(scope);
  return !consentedScopes.some((each) => scopeKey(each) === key);
}

/** A scope in the form that scopes are compared in: without a case, and with its resource written out. */
export function scopeKey(scope: string): string {
  const { resource, permission } = parseScope(scope);
  return `${resource}/${permission}`.toLowerCase();
}
