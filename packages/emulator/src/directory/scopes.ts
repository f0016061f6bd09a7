import { refuse } from "./catalogue.js";
import type { App } from "./directory.js";
import { Refusal, STATUS } from "./refusal.js";

/** Scopes that every sign-in has; clients do not send them, and answers with others do not repeat them. */
const RESERVED = new Set(["openid", "profile", "offline_access"]);

/** What a sign-in for nothing but the reserved scopes is granted; as at Entra, its access token is for Graph. */
const SIGN_IN_ALONE = ["openid", "profile"];

/** The resource a scope without one belongs to: Microsoft Graph. */
const DEFAULT_RESOURCE = "https://graph.microsoft.com";

/**
 * The scopes that an app is granted out of those it asks for, in the form they were asked in. One that asks for none
 * gets those of a sign-in.
 *
 * @throws Refusal AADSTS65001 when none is.
 */
export function grantScopes(
  { consentedScopes, name, clientId }: App,
  requested: readonly string[],
): readonly string[] {
  const wanted = requested.filter((scope) => !RESERVED.has(scope));
  if (wanted.length === 0) return SIGN_IN_ALONE;
  const granted = wanted.filter(
    (scope) => consentedScopes === undefined || isConsented(scope, consentedScopes),
  );
  if (granted.length === 0) throw refuse(65001, { subject: { clientId, appName: name } });
  return granted;
}

/**
 * That nothing asked for was declined, which broker 3.0.1 refuses silent requests over. The context is the one
 * reported from it; the number of its status is not known, and InteractionRequired is what its users are sent into.
 *
 * @throws Refusal
 */
export function checkNoneDeclined({ consentedScopes }: App, requested: readonly string[]): void {
  const isDeclined = (scope: string): boolean =>
    consentedScopes !== undefined && !RESERVED.has(scope) && !isConsented(scope, consentedScopes);
  if (requested.some(isDeclined)) {
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

function isConsented(scope: string, consented: readonly string[]): boolean {
  const key = scopeKey(scope);
  return consented.some((each) => scopeKey(each) === key);
}

/** Scopes are compared whatever their case, and with their resource written out. */
function scopeKey(scope: string): string {
  const { resource, permission } = parseScope(scope);
  return `${resource}/${permission}`.toLowerCase();
}
