import { findTenant, same } from "../config/identifiers.js";
import { refuse } from "../directory/catalogue.js";
import { checkTenant } from "../directory/checks.js";
import { parseClaimsRequest } from "../directory/claims-request.js";
import type { User } from "../directory/directory.js";
import { evaluate } from "../directory/policies.js";
import { Refusal, STATUS } from "../directory/refusal.js";
import { grantScopes, scopesToConsentTo } from "../directory/scopes.js";
import type { Session } from "../directory/session.js";
import { loginHint } from "../tokens/claims.js";
import { type Answer, shown } from "./answers.js";
import type { AuthorityContext } from "./context.js";
import { type ErrorIds, errorPageAnswer } from "./errors.js";
import type { Flow, Purpose } from "./flows.js";
import { approvePage } from "./pages/approve.js";
import { confirmPage } from "./pages/confirm.js";
import { consentPage } from "./pages/consent.js";
import { signInPage } from "./pages/sign-in.js";

/** Where the forms of the pages go. */
const SIGN_IN_PATH = "/common/login";

/**
 * The next page of a flow, or its end: who it is, what policies ask, what the app may have, and whether this is the app
 * that the person means.
 */
export function nextStep(context: AuthorityContext, flow: Flow, ids: ErrorIds): Answer {
  const { person } = flow;
  if (person === undefined) return askWho(context, flow);
  try {
    return checked(context, flow, person) ?? end(context, flow, person);
  } catch (error) {
    if (error instanceof Refusal) return refused(context, flow, error, ids);
    throw error;
  }
}

/** The account picker. */
export function askWho(
  { directory }: AuthorityContext,
  { id, purpose }: Flow,
  typed?: { readonly username: string; readonly problem: string },
): Answer {
  return shown(
    200,
    signInPage({
      action: SIGN_IN_PATH,
      fields: { flow: id },
      appName: purpose.app.name,
      users: directory.users.filter((user) => mayBe(user, purpose, directory.tenants)),
      loginHint: typed?.username ?? purpose.loginHint,
      problem: typed?.problem,
      formTargets: purpose.formTargets,
    }),
  );
}

/** Whether a person is offered: one of the authority's tenant, and of the domain that the app hints at. */
function mayBe(
  { username, tenantId, guestOf }: User,
  { tenant, domainHint }: Pick<Purpose, "tenant" | "domainHint">,
  tenants: AuthorityContext["directory"]["tenants"],
): boolean {
  const found = findTenant(tenants, tenant)?.id;
  if (found !== undefined && found !== tenantId && !guestOf.includes(found)) return false;
  // `organizations` and `consumers` are kinds of accounts; every account here is of the first kind.
  if (domainHint === undefined || !domainHint.includes(".")) return true;
  return username.toLowerCase().endsWith(`@${domainHint.toLowerCase()}`);
}

/**
 * The page that something still has to be done on; undefined when nothing has.
 *
 * @throws Refusal of a policy that no page can meet.
 */
function checked(
  { directory }: AuthorityContext,
  flow: Flow,
  { user, session }: NonNullable<Flow["person"]>,
): Answer | undefined {
  const { purpose } = flow;
  const { app, scopes, claims, tenant, prompt, formTargets } = purpose;
  checkTenant(directory, tenant, user);
  // Read once before: what is no JSON object never comes this far.
  const claimsRequest = parseClaimsRequest(claims) ?? parseClaimsRequest("");
  if (claimsRequest !== undefined) {
    evaluate(directory, { user, app, scopes, session, claims: claimsRequest });
  }
  const fields = { flow: flow.id };
  const open = scopesToConsentTo(directory, user, app, scopes);
  if (open.length > 0 || (prompt === "consent" && !flow.accepted)) {
    if (prompt === "none") throw refuse(65001, { subject: { clientId: app.clientId, appName: app.name } });
    const { username } = user;
    return shown(
      200,
      consentPage({ action: SIGN_IN_PATH, fields, username, appName: app.name, scopes, formTargets }),
    );
  }
  grantScopes(directory, user, app, scopes);
  if (flow.confirmed) return undefined;
  return shown(
    200,
    confirmPage({ action: SIGN_IN_PATH, fields, username: user.username, appName: app.name }),
  );
}

/** What a person can mend is a page; everything else is the end. The app hears of it only if it asked for no pages. */
function refused(context: AuthorityContext, flow: Flow, refusal: Refusal, ids: ErrorIds): Answer {
  const { purpose, id, person, number, approved } = flow;
  const { errorCode } = refusal;
  if (purpose.prompt !== "none" && !flow.afresh && (errorCode === 70043 || errorCode === 50173)) {
    flow.person = undefined;
    flow.afresh = true;
    return askWho(context, flow);
  }
  const wantsMfa = errorCode === 50076 || errorCode === 50079;
  if (purpose.prompt !== "none" && wantsMfa && !approved && person !== undefined) {
    const { username } = person.user;
    const { formTargets } = purpose;
    return shown(
      200,
      approvePage({ action: SIGN_IN_PATH, fields: { flow: id }, username, number, formTargets }),
    );
  }
  context.flows.end(flow);
  return purpose.prompt === "none"
    ? purpose.refuse(asInteractionRequired(refusal), ids)
    : errorPageAnswer(refusal, ids);
}

/** Without a page, what only a page can mend is `interaction_required` (OpenID Connect Core, section 3.1.2.6). */
function asInteractionRequired(refusal: Refusal): Refusal {
  const { error, errorCode, suberror, tag, message, http } = refusal;
  if (error !== "invalid_grant") return refusal;
  return new Refusal(STATUS.InteractionRequired, tag, message, {
    errorCode,
    http,
    error: "interaction_required",
    ...(suberror === undefined ? {} : { suberror }),
  });
}

function end({ flows }: AuthorityContext, flow: Flow, person: NonNullable<Flow["person"]>): Answer {
  flows.end(flow);
  return flow.purpose.finish(person.user, person.session);
}

/**
 * Who is signed in already and needs no page: the one that the login hint names, else the only one there is.
 *
 * @throws Refusal AADSTS50058 for `prompt=none` when it is nobody, or not clear who.
 */
export function silentPerson(
  { directory }: AuthorityContext,
  { prompt, loginHint: hint, tenant, domainHint }: Purpose,
  signedIn: ReadonlyMap<User, Session>,
): Flow["person"] {
  if (prompt === "login" || prompt === "select_account") return undefined;
  const people = [...signedIn].filter(
    ([user, session]) =>
      mayBe(user, { tenant, domainHint }, directory.tenants) && !directory.isRevoked(user, session),
  );
  const named = hint === undefined ? people : people.filter(([user]) => isHinted(user, hint));
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return { user: only[0], session: only[1] };
  if (prompt === "none") throw refuse(50058);
  return undefined;
}

/** Apps hint with a username, or with the `login_hint` claim of an ID token. */
function isHinted(user: User, hint: string): boolean {
  return same(user.username, hint) || hint === loginHint(user);
}
