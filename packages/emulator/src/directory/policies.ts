import { same } from "../config/identifiers.js";
import type { PolicyConfig } from "../config/policies.js";
import { refuse } from "./catalogue.js";
import { checkEnabled } from "./checks.js";
import type { ClaimsRequest } from "./claims-request.js";
import type { App, Directory, User } from "./directory.js";
import { guidOf } from "./guid.js";
import type { Refusal } from "./refusal.js";
import { parseScope } from "./scopes.js";
import type { Session } from "./session.js";

/** A token that somebody wants, as far as policies care. */
export interface PolicyQuestion {
  readonly user: User;
  readonly app: App;
  /** The scopes asked for. */
  readonly scopes: readonly string[];
  /** The sign-in that the token would come from. */
  readonly session: Session;
  /** What the claims request asks for. */
  readonly claims: ClaimsRequest;
}

/** What the policies make of a token that may be issued. */
export interface PolicyAnswer {
  /** The authentication contexts that the access token shows, its `acrs`. */
  readonly acrs: readonly string[];
}

/**
 * Asks every policy of the directory about a token.
 *
 * @throws Refusal of the first policy that is not met: AADSTS50057, 50173, 53003, 50097, 53000, 70043 or 50076, the last
 * with a claims challenge that names the policy.
 */
export function evaluate(directory: Directory, question: PolicyQuestion): PolicyAnswer {
  const { user, session, claims } = question;
  checkEnabled(directory, user);
  if (directory.isRevoked(user, session)) throw refuse(50173);
  const inForce = directory.policies.filter((policy) => concerns(policy, question));
  const now = directory.now();
  for (const policy of inForce) {
    if (policy.blocked === true) throw refuse(53003);
    checkDevice(policy, session);
    const { signInFrequency } = policy;
    if (signInFrequency !== undefined && now - session.signedInAt >= signInFrequency) throw refuse(70043);
  }
  const unmet = inForce.find((policy) => asksForMfa(policy) && session.mfaAt === undefined);
  if (unmet !== undefined) throw mfaRequired(directory.policies, unmet, question);
  const contexts = new Set(inForce.flatMap(({ authContexts = [] }) => authContexts));
  return { acrs: claims.acrs.filter((context) => contexts.has(context)) };
}

function concerns(policy: PolicyConfig, { app, user, scopes, claims }: PolicyQuestion): boolean {
  const { resource, authContexts } = policy;
  return (
    (policy.app === undefined || same(policy.app, app.clientId)) &&
    (policy.user === undefined || same(policy.user, user.username)) &&
    (resource === undefined || resourcesOf(scopes).some((each) => same(each, resource))) &&
    (authContexts === undefined || authContexts.some((context) => claims.acrs.includes(context)))
  );
}

/** The resources of scopes; a sign-in for no scope at all is for that of the reserved ones. */
function resourcesOf(scopes: readonly string[]): readonly string[] {
  return (scopes.length === 0 ? ["openid"] : scopes).map((scope) => parseScope(scope).resource);
}

function checkDevice({ requireDevice, requireCompliantDevice }: PolicyConfig, { device }: Session): void {
  if (requireDevice !== true && requireCompliantDevice !== true) return;
  if (device === undefined) throw refuse(50097);
  if (requireCompliantDevice === true && !device.compliant) throw refuse(53000);
}

function asksForMfa({ requireMfa, authContexts }: PolicyConfig): boolean {
  return requireMfa === true || authContexts !== undefined;
}

function mfaRequired(
  policies: readonly PolicyConfig[],
  unmet: PolicyConfig,
  { scopes }: PolicyQuestion,
): Refusal {
  const id = unmet.id ?? guidOf(`policy ${policies.indexOf(unmet)}`);
  return refuse(50076, {
    subject: { resource: resourcesOf(scopes)[0] ?? "" },
    claims: JSON.stringify({ access_token: { capolids: { essential: true, values: [id] } } }),
  });
}
