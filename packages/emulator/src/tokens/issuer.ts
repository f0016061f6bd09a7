import { createHash, randomInt, randomUUID } from "node:crypto";
import { type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import type { User } from "../directory/directory.js";
import { parseScope } from "../directory/scopes.js";
import { createSigningKey, type SigningKey } from "./keys.js";

/** Starts every key id, so that a token of the emulator is known at sight. */
const KEY_ID_PREFIX = "authbroker-emulator-";

/** A cached token this close to its end is not handed out any more; MSAL's own margin. */
const RENEWAL_MARGIN_MS = 300_000;

/** Tokens kept at most: an emulator under load must not grow without end. */
const CACHE_LIMIT = 1_000;

/** What a token is asked for. */
export interface TokenRequest {
  readonly user: User;
  /** The application (client) ID. */
  readonly clientId: string;
  /** The scopes granted. */
  readonly scopes: readonly string[];
  /** The claims request, JSON text, or empty. */
  readonly claims: string;
  /** Issue a new token although one is cached. */
  readonly renew: boolean;
  /** The thumbprint of the key that the token is bound to; absent for a bearer token. */
  readonly confirmation?: string;
}

/** An access token and the ID token that came with it. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly idToken: string;
  /** When the access token ends, milliseconds since 1970. */
  readonly expiresOn: number;
}

/** Signs the tokens of one directory, with a key made when the directory is, and keeps those still good. */
export class TokenIssuer {
  readonly #key: Promise<SigningKey> = createSigningKey();
  readonly #cache = new Map<string, CacheEntry>();
  readonly #sessions = new Map<User, string>();

  constructor() {
    // Reported by the first call that needs the key; until then nobody is listening.
    this.#key.catch(() => {});
  }

  /** An access token and ID token, from the cache unless the request wants new ones. */
  issue(request: TokenRequest): Promise<IssuedTokens> {
    const key = cacheKey(request);
    const cached = request.renew ? undefined : this.#cache.get(key);
    if (cached !== undefined && cached.expiresOn - RENEWAL_MARGIN_MS > Date.now()) return cached.tokens;
    const now = Math.floor(Date.now() / 1000);
    // Entra spreads the life of access tokens over half an hour, so that not every client renews at once.
    const expires = now + randomInt(3600, 5400);
    // Kept before it is signed: requests that come meanwhile wait for the same signature.
    const tokens = this.#sign(request, now, expires);
    this.#remember(key, { tokens, expiresOn: expires * 1000 });
    return tokens;
  }

  /** Drops what is cached for a user, and ends their session. */
  forget(user: User): void {
    this.#sessions.delete(user);
    for (const key of this.#cache.keys()) {
      if (key.startsWith(cachePrefix(user))) this.#cache.delete(key);
    }
  }

  /** Signs a token of its own kind, such as the cookie of the primary refresh token. */
  async sign(payload: JWTPayload): Promise<string> {
    const { privateKey, thumbprint } = await this.#key;
    return await new SignJWT({ ...payload, xms_emulated: true })
      .setProtectedHeader({ typ: "JWT", alg: "RS256", kid: KEY_ID_PREFIX + thumbprint })
      .sign(privateKey);
  }

  /** The public key, as an authority publishes it. */
  async jwks(): Promise<JSONWebKeySet> {
    const { publicJwk, thumbprint } = await this.#key;
    return { keys: [{ ...publicJwk, kid: KEY_ID_PREFIX + thumbprint, use: "sig", alg: "RS256" }] };
  }

  async #sign(request: TokenRequest, now: number, expires: number): Promise<IssuedTokens> {
    const [accessToken, idToken] = await Promise.all([
      this.sign({ ...this.#common(request, now), ...accessClaims(request), exp: expires }),
      this.sign({ ...this.#common(request, now), aud: request.clientId, exp: now + 3600 }),
    ]);
    return { accessToken, idToken, expiresOn: expires * 1000 };
  }

  /** The claims that ID tokens and access tokens share. */
  #common({ user, clientId }: TokenRequest, now: number): JWTPayload {
    return {
      iss: `https://login.microsoftonline.com/${user.tenantId}/v2.0`,
      iat: now,
      nbf: now,
      name: user.name,
      oid: user.oid,
      preferred_username: user.username,
      sid: this.#session(user),
      sub: pairwiseSubject(user, clientId),
      tid: user.tenantId,
      uti: randomUUID().replaceAll("-", "").slice(0, 22),
      ver: "2.0",
    };
  }

  #session(user: User): string {
    const session = this.#sessions.get(user) ?? randomUUID();
    this.#sessions.set(user, session);
    return session;
  }

  #remember(key: string, entry: CacheEntry): void {
    this.#cache.delete(key);
    this.#cache.set(key, entry);
    // A signature that failed must be tried again, not remembered.
    entry.tokens.catch(() => this.#cache.delete(key));
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > CACHE_LIMIT && oldest !== undefined) this.#cache.delete(oldest);
  }
}

/** Tokens in the cache, or on their way there. */
interface CacheEntry {
  readonly tokens: Promise<IssuedTokens>;
  /** Milliseconds since 1970. */
  readonly expiresOn: number;
}

/** The claims of an access token alone. `azpacr` 0 says that the client is a public one. */
function accessClaims({ clientId, scopes, confirmation }: TokenRequest): JWTPayload {
  const parsed = scopes.map(parseScope);
  return {
    aud: parsed[0]?.resource ?? clientId,
    azp: clientId,
    azpacr: "0",
    scp: parsed.map(({ permission }) => permission).join(" "),
    ...(confirmation === undefined ? {} : { cnf: { kid: confirmation, xms_ksl: "sw" } }),
  };
}

/** The subject of a user as one application sees it: stable, and another one for each application. */
function pairwiseSubject(user: User, clientId: string): string {
  return createHash("sha256").update(`${user.oid} ${user.tenantId} ${clientId}`).digest("base64url");
}

function cachePrefix({ oid, tenantId }: User): string {
  return `${oid}.${tenantId} `;
}

function cacheKey({ user, clientId, scopes, claims, confirmation = "" }: TokenRequest): string {
  return cachePrefix(user) + JSON.stringify([clientId, scopes.toSorted(), claims, confirmation]);
}
