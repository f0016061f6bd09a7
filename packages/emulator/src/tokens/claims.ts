import { createHash, randomUUID } from "node:crypto";
import type { JWTPayload } from "jose";
import type { ClaimsRequest } from "../directory/claims-request.js";
import { parseScope } from "../directory/scopes.js";
import { profileIn, type TenantProfile, type User } from "../directory/users.js";

/** The origin that real tokens are issued from. */
const ISSUER_ORIGIN = "https://login.microsoftonline.com";

/** Whom and what tokens are for. */
export interface TokenSubject {
  readonly user: User;
  /** The id of the tenant that is signed in to: the user's own, or one that they are a guest of. */
  readonly tenantId: string;
  /** The application (client) ID. */
  readonly clientId: string;
  /** The scopes granted. */
  readonly scopes: readonly string[];
  /** The authentication contexts that the access token shows. */
  readonly acrs: readonly string[];
  /** What the ID token repeats; absent when none was sent, for then a `nonce` claim is an error. */
  readonly nonce?: string | undefined;
  /** The thumbprint of the key that the access token is bound to; absent for a bearer token. */
  readonly confirmation?: string | undefined;
  /** The origin of `iss`; without it that of real tokens. */
  readonly issuer?: string | undefined;
  /** The session's id, for `sid`. */
  readonly session: string;
}

/**
 * The claims of a v2.0 access token, but for its times. `azpacr` 0 says that the client is a public one.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function accessTokenClaims(subject: TokenSubject, { capabilities }: ClaimsRequest): JWTPayload {
  const { clientId, scopes, acrs, confirmation } = subject;
  const parsed = scopes.map(parseScope);
  return {
    ...commonClaims(subject),
    aud: parsed[0]?.resource ?? clientId,
    azp: clientId,
    azpacr: "0",
    scp: parsed.map(({ permission }) => permission).join(" "),
    ...(acrs.length === 0 ? {} : { acrs }),
    ...(capabilities.length === 0 ? {} : { xms_cc: capabilities }),
    ...(confirmation === undefined ? {} : { cnf: { kid: confirmation, xms_ksl: "sw" } }),
  };
}

/**
 * The claims of a v2.0 ID token, but for its times.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export function idTokenClaims(subject: TokenSubject, { idToken }: ClaimsRequest): JWTPayload {
  const { user, clientId, nonce } = subject;
  return {
    ...commonClaims(subject),
    aud: clientId,
    ...(nonce === undefined ? {} : { nonce }),
    ...(idToken.has("login_hint") ? { login_hint: loginHint(user) } : {}),
    ...(idToken.has("signin_state") ? { signin_state: ["kmsi"] } : {}),
  };
}

/** The claims that ID tokens and access tokens share. A guest has the object id of the tenant, and the home as `idp`. */
function commonClaims({
  user,
  tenantId,
  clientId,
  issuer = ISSUER_ORIGIN,
  session,
}: TokenSubject): JWTPayload {
  const profile = profileIn(user, tenantId);
  return {
    iss: `${issuer}/${tenantId}/v2.0`,
    ...(tenantId === user.tenantId ? {} : { idp: `https://sts.windows.net/${user.tenantId}/` }),
    name: user.name,
    oid: profile.oid,
    preferred_username: user.username,
    sid: session,
    sub: pairwiseSubject(profile, clientId),
    tid: tenantId,
    uti: randomUUID().replaceAll("-", "").slice(0, 22),
    ver: "2.0",
  };
}

/** The subject of a user as one application sees it: stable, and another one for each application. */
function pairwiseSubject({ oid, tenantId }: TenantProfile, clientId: string): string {
  return createHash("sha256").update(`${oid} ${tenantId} ${clientId}`).digest("base64url");
}

/** Opaque to clients, which send it back as `login_hint`; only its form is Entra's. */
export function loginHint({ username }: User): string {
  return `O.${Buffer.from(username).toString("base64url")}`;
}
