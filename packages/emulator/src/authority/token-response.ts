import { decodeJwt, type JWTPayload } from "jose";
import { parseClaimsRequest } from "../directory/claims-request.js";
import type { App, Directory, User } from "../directory/directory.js";
import { evaluate } from "../directory/policies.js";
import { grantScopes, parseScope } from "../directory/scopes.js";
import type { Session } from "../directory/session.js";
import { anotherUser, clientInfoOf } from "../directory/users.js";
import type { AuthorityContext } from "./context.js";
import type { AuthorityFaultPlan } from "./fault-list.js";
import type { AuthorityFaultName } from "./faults.js";
import type { Parameters } from "./http-request.js";
import { unusableParameter } from "./protocol-errors.js";

/** What a grant is worth: somebody's tokens for these scopes. */
export interface TokenGrant {
  readonly user: User;
  readonly tenantId: string;
  readonly session: Session;
  /** The scopes asked for. */
  readonly scopes: readonly string[];
  /** The claims request, JSON text, or empty. */
  readonly claims: string;
  readonly nonce?: string;
}

/** A successful response of the token endpoint (RFC 6749, section 5.1, with Entra's additions). */
export type TokenResponse = Readonly<Record<string, string | number>>;

/** Scopes of OpenID Connect that answers repeat when they were asked for. */
const OPENID_SCOPES = ["openid", "profile", "email"];

/**
 * Issues tokens for a grant.
 *
 * @throws Refusal of a policy, or of the scopes.
 */
export async function issueTokens(
  { directory, config, base }: AuthorityContext,
  app: App,
  grant: TokenGrant,
  form: Parameters,
  { spoiling }: AuthorityFaultPlan,
): Promise<TokenResponse> {
  const { session, scopes, claims, nonce } = grant;
  const user = spoiling.has("wrong-user") ? anotherUser(directory.users, grant.user) : grant.user;
  const tenantId = user === grant.user ? grant.tenantId : user.tenantId;
  const claimsRequest = parseClaimsRequest(claims) ?? parseClaimsRequest("{}");
  if (claimsRequest === undefined) throw unusableParameter("claims", "it is not a JSON object");
  const { acrs } = evaluate(directory, { ...grant, app, claims: claimsRequest });
  const granted = grantScopes(directory, grant.user, app, scopes);
  const confirmation = confirmationOf(form);
  // Taken before the signing, which may see the next second.
  const issuedAt = directory.now();
  const tokens = await directory.issuer.issue({
    user,
    tenantId,
    claims,
    acrs,
    nonce,
    confirmation,
    clientId: app.clientId,
    scopes: granted,
    issuer: base,
    lifetime: config.accessTokenLifetime,
    renew: true,
  });
  const lifetime = config.accessTokenLifetime ?? Math.round(tokens.expiresOn / 1000) - issuedAt;
  const { refreshIn, refreshTokenExpiresIn } = config;
  return {
    token_type: confirmation === undefined ? "Bearer" : "pop",
    scope: scopesAsGranted(granted, scopes, spoiling).join(" "),
    expires_in: lifetime,
    ext_expires_in: lifetime,
    ...(refreshIn === undefined ? {} : { refresh_in: refreshIn }),
    access_token: tokens.accessToken,
    ...(scopes.includes("offline_access")
      ? {
          refresh_token: directory.refreshTokens.issue({ user, clientId: app.clientId, session }),
          ...(refreshTokenExpiresIn === undefined ? {} : { refresh_token_expires_in: refreshTokenExpiresIn }),
        }
      : {}),
    ...(scopes.includes("openid")
      ? { id_token: await spoiledIdToken(directory, tokens.idToken, spoiling) }
      : {}),
    ...(form.get("client_info") === "1" ? { client_info: clientInfoOf(user) } : {}),
  };
}

/** The scopes granted, in the form they were asked in: clients look for their tokens by it. */
function scopesAsGranted(
  granted: readonly string[],
  asked: readonly string[],
  spoiling: ReadonlySet<AuthorityFaultName>,
): readonly string[] {
  const kept = spoiling.has("scope-declined") ? granted.slice(0, -1) : granted;
  const written = spoiling.has("scope-form") ? kept.map(writtenOut) : kept;
  return [...new Set([...written, ...OPENID_SCOPES.filter((scope) => asked.includes(scope))])];
}

function writtenOut(scope: string): string {
  if (OPENID_SCOPES.includes(scope)) return scope;
  const { resource, permission } = parseScope(scope);
  return `${resource}/${permission}`;
}

/** The ID token, with the wrong claims that faults want; signed all the same, so that the signature hides nothing. */
async function spoiledIdToken(
  directory: Directory,
  idToken: string,
  spoiling: ReadonlySet<AuthorityFaultName>,
): Promise<string> {
  const now = directory.now();
  const wrong: JWTPayload = {
    ...(spoiling.has("id-token-wrong-issuer") ? { iss: "https://issuer.invalid/v2.0" } : {}),
    ...(spoiling.has("id-token-wrong-audience") ? { aud: "00000000-0000-4000-8000-000000000000" } : {}),
    ...(spoiling.has("id-token-wrong-nonce") ? { nonce: "not the nonce that was sent" } : {}),
    ...(spoiling.has("id-token-expired") ? { iat: now - 7200, nbf: now - 7200, exp: now - 3600 } : {}),
  };
  if (Object.keys(wrong).length === 0) return idToken;
  return await directory.issuer.sign({ ...decodeJwt(idToken), ...wrong });
}

/**
 * The thumbprint of the key that a proof-of-possession token is to be bound to; undefined for a bearer token.
 *
 * @throws Refusal when `req_cnf` holds no key id.
 */
function confirmationOf(form: Parameters): string | undefined {
  if (form.get("token_type") !== "pop") return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(form.get("req_cnf") ?? "", "base64url").toString());
    if (typeof key === "object" && key !== null && "kid" in key && typeof key.kid === "string")
      return key.kid;
  } catch {
    // Said below: it is no JSON, and so has no key id.
  }
  throw unusableParameter("req_cnf", "it is no base64url of JSON with a kid");
}
