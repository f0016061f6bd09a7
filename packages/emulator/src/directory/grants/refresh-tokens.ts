import { same } from "../../config/identifiers.js";
import { refuse } from "../catalogue.js";
import type { User } from "../directory.js";
import { dropOldest, type IssuedSecrets } from "../secrets.js";
import type { Clock, Session } from "../session.js";

/** How long an unused refresh token stays good, in seconds: 90 days. */
const INACTIVE_LIFETIME = 90 * 24 * 3600;

/** Tokens kept at most. */
const LIMIT = 10_000;

/** Whom a refresh token is for. It serves every resource and every tenant of that person, and one application. */
export interface RefreshGrant {
  readonly user: User;
  /** The application (client) ID. */
  readonly clientId: string;
  readonly session: Session;
}

interface Entry extends RefreshGrant {
  lastUsedAt: number;
  /** Why it is worth nothing any more, although it was used lately. */
  ended?: 50173 | 700082;
}

/** The refresh tokens of one directory. */
export class RefreshTokens {
  /**
   * Whether a token is worth nothing once it was used. Off, as at Entra: a used token is replaced and stays good.
   * @see https://learn.microsoft.com/entra/identity-platform/refresh-tokens
   */
  rotateStrictly = false;
  readonly #tokens = new Map<string, Entry>();
  readonly #secrets: IssuedSecrets;
  readonly #now: Clock;

  constructor(secrets: IssuedSecrets, now: Clock) {
    this.#secrets = secrets;
    this.#now = now;
  }

  /** Makes a refresh token. */
  issue({ user, clientId, session }: RefreshGrant): string {
    const token = this.#secrets.create();
    this.#tokens.set(token, { user, clientId, session, lastUsedAt: this.#now() });
    dropOldest(this.#tokens, LIMIT);
    return token;
  }

  /**
   * Whom a refresh token is for; its inactive time starts anew.
   *
   * @throws Refusal AADSTS70000 for an unknown token or another application's, 50173 for a revoked one, 700082 for one
   * that was not used for 90 days.
   */
  redeem(token: string, clientId: string): RefreshGrant {
    const entry = this.#tokens.get(token);
    if (entry === undefined || !same(entry.clientId, clientId)) throw refuse(70000);
    if (entry.ended !== undefined) throw refuse(entry.ended);
    const now = this.#now();
    if (entry.lastUsedAt + INACTIVE_LIFETIME <= now) throw refuse(700082);
    entry.lastUsedAt = now;
    if (this.rotateStrictly) this.#tokens.delete(token);
    return entry;
  }

  /** Ends every token that a user has now. */
  end(user: User, why: 50173 | 700082): void {
    for (const entry of this.#tokens.values()) {
      if (entry.user === user) entry.ended = why;
    }
  }
}
