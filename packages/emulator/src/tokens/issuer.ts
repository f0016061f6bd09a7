import { randomInt, randomUUID } from "node:crypto";
import { type JSONWebKeySet, type JWTPayload, SignJWT } from "jose";
import { type ClaimsRequest, parseClaimsRequest } from "../directory/claims-request.js";
import { type IssuedSecrets, dropOldest } from "../directory/secrets.js";
import type { Clock } from "../directory/session.js";
import type { User } from "../directory/users.js";
import { accessTokenClaims, idTokenClaims, type TokenSubject } from "./claims.js";
import { createSigningKey, type SigningKey } from "./keys.js";

/** Starts every key id, so that a token of the emulator is known at sight. */
const KEY_ID_PREFIX = "authbroker-emulator-";

/** A cached token this many seconds from its end is not handed out any more; MSAL's own margin. */
const RENEWAL_MARGIN = 300;

/** Seconds that an access token may be used for longer while the authority cannot be reached. */
const EXTENDED_LIFETIME = 3600;

/** Seconds that an ID token is good for. */
const ID_TOKEN_LIFETIME = 3600;

/** Tokens kept at most: an emulator under load must not grow without end. */
const CACHE_LIMIT = 1_000;

/** What a token is asked for. */
export interface TokenRequest extends Omit<TokenSubject, "session"> {
  /** The claims request, JSON text, or empty. */
  readonly claims: string;
  /** Issue a new token although one is cached. */
  readonly renew: boolean;
  /** Asked before a new token is issued; throws when none may be. */
  readonly beforeNew?: (() => void) | undefined;
  /** Seconds that the access token is good for; without it something over an hour, as at Entra. */
  readonly lifetime?: number | undefined;
}

/** An access token and the ID token that came with it. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly idToken: string;
  /** When the access token ends, milliseconds since 1970. */
  readonly expiresOn: number;
  /** When it ends while the authority cannot be reached, milliseconds since 1970. */
  readonly extendedExpiresOn: number;
}

/** Signs the tokens of one directory, with a key made when the directory is, and keeps those still good. */
export class TokenIssuer {
  readonly #key: Promise<SigningKey> = createSigningKey();
  readonly #cache = new Map<string, CacheEntry>();
  readonly #sessions = new Map<User, string>();
  readonly #secrets: IssuedSecrets;
  readonly #now: Clock;

  constructor(secrets: IssuedSecrets, now: Clock) {
    this.#secrets = secrets;
    this.#now = now;
    // Reported by the first call that needs the key; until then nobody is listening.
    this.#key.catch(() => {});
  }

  /** An access token and ID token, from the cache unless the request wants new ones. */
  issue(request: TokenRequest): Promise<IssuedTokens> {
    const key = cacheKey(request);
    const now = this.#now();
    const claims = parseClaimsRequest(request.claims) ?? NO_CLAIMS;
    const cached = request.renew ? undefined : this.#cache.get(key);
    if (cached !== undefined && isGood(cached, now, claims)) return cached.tokens;
    request.beforeNew?.();
    // Entra spreads the life of access tokens over half an hour, so that not every client renews at once.
    const expires = now + (request.lifetime ?? randomInt(3600, 5400));
    // Kept before it is signed: requests that come meanwhile wait for the same signature.
    const tokens = this.#sign(request, claims, now, expires);
    this.#remember(key, { tokens, issuedAt: now, expiresAt: expires });
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
    const token = await new SignJWT({ ...payload, xms_emulated: true })
      .setProtectedHeader({ typ: "JWT", alg: "RS256", kid: KEY_ID_PREFIX + thumbprint })
      .sign(privateKey);
    return this.#secrets.keep(token);
  }

  /** The public key, as an authority publishes it. */
  async jwks(): Promise<JSONWebKeySet> {
    const { publicJwk, thumbprint } = await this.#key;
    return { keys: [{ ...publicJwk, kid: KEY_ID_PREFIX + thumbprint, use: "sig", alg: "RS256" }] };
  }

  async #sign(
    request: TokenRequest,
    claims: ClaimsRequest,
    now: number,
    expires: number,
  ): Promise<IssuedTokens> {
    const subject = { ...request, session: this.#session(request.user) };
    const times = { iat: now, nbf: now };
    const [accessToken, idToken] = await Promise.all([
      this.sign({ ...accessTokenClaims(subject, claims), ...times, exp: expires }),
      this.sign({ ...idTokenClaims(subject, claims), ...times, exp: now + ID_TOKEN_LIFETIME }),
    ]);
    return {
      accessToken,
      idToken,
      expiresOn: expires * 1000,
      extendedExpiresOn: (expires + EXTENDED_LIFETIME) * 1000,
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
    dropOldest(this.#cache, CACHE_LIMIT);
  }
}

/** Tokens in the cache, or on their way there. */
interface CacheEntry {
  readonly tokens: Promise<IssuedTokens>;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** A request that asks for nothing more. */
const NO_CLAIMS: ClaimsRequest = { capabilities: [], acrs: [], notBefore: undefined, idToken: new Set() };

/** Whether a cached token may be handed out: it is not about to end, and not older than a resource would take it. */
function isGood({ issuedAt, expiresAt }: CacheEntry, now: number, { notBefore = 0 }: ClaimsRequest): boolean {
  return expiresAt - RENEWAL_MARGIN > now && issuedAt >= notBefore;
}

function cachePrefix({ oid, tenantId }: User): string {
  return `${oid}.${tenantId} `;
}

function cacheKey(request: TokenRequest): string {
  const {
    user,
    tenantId,
    clientId,
    scopes,
    claims,
    acrs,
    nonce = "",
    confirmation = "",
    issuer = "",
  } = request;
  const parts = [tenantId, clientId, scopes.toSorted(), claims, acrs, nonce, confirmation, issuer];
  return cachePrefix(user) + JSON.stringify(parts);
}
