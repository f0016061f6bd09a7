import type { IssuedTokens } from "../tokens/issuer.js";
import type { HttpRequestToSign } from "../tokens/signed-request.js";
import { refuse } from "./catalogue.js";
import { checkAuthority, checkEnabled, nobodySignedIn } from "./checks.js";
import { type ClaimsRequest, parseClaimsRequest } from "./claims-request.js";
import type { App, Directory } from "./directory.js";
import { evaluate, type PolicyAnswer } from "./policies.js";
import { Refusal, STATUS } from "./refusal.js";
import { checkNoneDeclined, grantScopes, scopesToConsentTo } from "./scopes.js";
import type { Session } from "./session.js";
import type { User } from "./users.js";

/** A token as this machine's broker is asked for it, on the bus or in process. */
export interface BrokerTokenRequest {
  readonly app: App;
  readonly authority: string;
  /** The scopes asked for. */
  readonly scopes: readonly string[];
  /** The claims request, JSON text, or empty. */
  readonly claims: string;
  /** Issue a new token although one is cached. */
  readonly renew: boolean;
  /** The HTTP request that a proof of possession is for; absent for a bearer token. */
  readonly proof?: HttpRequestToSign | undefined;
  /** Whose token answers for a user: that user's own, unless a fault says otherwise. */
  readonly answerAs: (user: User) => User;
}

/** What the person at the broker's window did. */
export interface WindowSignIn {
  /** The username that signed in. */
  readonly user: string;
  /** Whether multi-factor authentication was approved; true without it. */
  readonly mfa?: boolean | undefined;
  /** Whether the scopes that need consent were consented to; true without it. */
  readonly consent?: boolean | undefined;
}

/** What this machine's broker hands out. */
export interface BrokerToken {
  readonly user: User;
  /** The id of the tenant that was signed in to. */
  readonly tenantId: string;
  readonly tokens: IssuedTokens;
  /** The access token, or the signed HTTP request that holds it. */
  readonly accessToken: string;
  readonly isProof: boolean;
  /** The scopes granted. */
  readonly scopes: readonly string[];
}

/**
 * A token from a user's sign-in on this machine.
 *
 * @param refuseDeclined - refuse the request when any of its scopes is declined, as broker 3.0.1 does.
 * @throws Refusal
 */
export function silentToken(
  directory: Directory,
  request: BrokerTokenRequest,
  user: User,
  refuseDeclined: boolean,
): Promise<BrokerToken> {
  const session = directory.brokerSession(user);
  if (session === undefined) throw nobodySignedIn();
  const tenantId = checkAuthority(directory, request.authority, user);
  checkEnabled(directory, user);
  if (refuseDeclined) checkNoneDeclined(request.app, request.scopes);
  const decided = decide(directory, request, user, session);
  return issue(directory, request, { user, tenantId, ...decided }, () => {
    directory.throttling.check();
    if (directory.isInactive(session)) throw refuse(700082);
  });
}

/**
 * A token for whoever signed in at the broker's window; their sign-in stays on this machine.
 *
 * @throws Refusal
 */
export function interactiveToken(
  directory: Directory,
  request: BrokerTokenRequest,
  signIn: WindowSignIn,
): Promise<BrokerToken> {
  const user = directory.findUser(signIn.user);
  if (user === undefined) {
    const tenant = directory.tenants[0]?.name ?? "";
    throw refuse(50034, { subject: { username: signIn.user, tenant } });
  }
  const { app, scopes } = request;
  const tenantId = checkAuthority(directory, request.authority, user);
  checkEnabled(directory, user);
  const toConsentTo = scopesToConsentTo(directory, user, app, scopes);
  if (toConsentTo.length > 0 && signIn.consent === false)
    throw refuse(65004, { subject: { appName: app.name } });
  directory.throttling.check();
  const session = directory.startSession(user, directory.brokerSignIn(signIn.mfa ?? true));
  directory.consents.give(user, app.clientId, toConsentTo);
  const decided = decide(directory, request, user, session);
  directory.keepSession(user, session);
  return issue(directory, request, { user, tenantId, ...decided });
}

/** That a token may be issued, with which scopes and which authentication contexts. */
interface Decision extends PolicyAnswer {
  readonly granted: readonly string[];
}

function decide(directory: Directory, request: BrokerTokenRequest, user: User, session: Session): Decision {
  const { app, scopes } = request;
  const claims = claimsOf(request);
  const answer = evaluate(directory, { user, app, scopes, session, claims });
  return { ...answer, granted: grantScopes(directory, user, app, scopes) };
}

/** @throws Refusal for claims that are no JSON object. */
function claimsOf({ claims }: BrokerTokenRequest): ClaimsRequest {
  const parsed = parseClaimsRequest(claims);
  if (parsed !== undefined) return parsed;
  throw new Refusal(STATUS.ApiContractViolation, "claim", "The claims of the request are not a JSON object.");
}

async function issue(
  directory: Directory,
  { app, claims, renew, proof, answerAs }: BrokerTokenRequest,
  { user: asked, tenantId: askedTenantId, acrs, granted }: Decision & Pick<BrokerToken, "user" | "tenantId">,
  beforeNew?: () => void,
): Promise<BrokerToken> {
  const user = answerAs(asked);
  const tenantId = user === asked ? askedTenantId : user.tenantId;
  const tokens = await directory.issuer.issue({
    user,
    tenantId,
    clientId: app.clientId,
    scopes: granted,
    acrs,
    claims,
    renew,
    beforeNew,
    ...(proof === undefined ? {} : { confirmation: await directory.signer.thumbprint() }),
  });
  const accessToken =
    proof === undefined ? tokens.accessToken : await directory.signer.sign(proof, tokens.accessToken);
  return { user, tenantId, tokens, accessToken, isProof: proof !== undefined, scopes: granted };
}
