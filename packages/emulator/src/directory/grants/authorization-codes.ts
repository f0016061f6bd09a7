import { createHash, timingSafeEqual } from "node:crypto";
import { same } from "../../config/identifiers.js";
import { refuse } from "../catalogue.js";
import type { User } from "../directory.js";
import { dropOldest, type IssuedSecrets } from "../secrets.js";
import type { Clock, Session } from "../session.js";

/** How long a code can be redeemed, in seconds; Entra's is about this. */
const LIFETIME = 600;

/** Codes kept at most, the redeemed ones among them. */
const LIMIT = 10_000;

/** The two ways to make a challenge from a verifier (RFC 7636, section 4.2). */
type CodeChallengeMethod = "S256" | "plain";

/** What a person allowed an application, until the application fetches it with the code. */
export interface AuthorizationGrant {
  readonly user: User;
  /** The id of the tenant that was signed in to. */
  readonly tenantId: string;
  /** The application (client) ID. */
  readonly clientId: string;
  readonly redirectUri: string;
  /** The scopes asked for. */
  readonly scopes: readonly string[];
  /** The claims request, JSON text, or empty. */
  readonly claims: string;
  /** For the ID token; absent when none was sent. */
  readonly nonce?: string;
  /** PKCE's challenge; absent when none was sent. */
  readonly codeChallenge?: { readonly method: CodeChallengeMethod; readonly value: string };
  readonly session: Session;
}

/** How an application redeems a code. */
export interface CodeRedemption {
  readonly clientId: string;
  readonly redirectUri: string;
  /** PKCE's verifier, or empty. */
  readonly codeVerifier: string;
}

interface Entry {
  readonly grant: AuthorizationGrant;
  readonly expiresAt: number;
  redeemed: boolean;
}

/** The authorization codes of one directory. */
export class AuthorizationCodes {
  readonly #codes = new Map<string, Entry>();
  readonly #secrets: IssuedSecrets;
  readonly #now: Clock;

  constructor(secrets: IssuedSecrets, now: Clock) {
    this.#secrets = secrets;
    this.#now = now;
  }

  /** Makes a code for a grant. */
  issue(grant: AuthorizationGrant): string {
    const code = this.#secrets.create();
    this.#codes.set(code, { grant, expiresAt: this.#now() + LIFETIME, redeemed: false });
    dropOldest(this.#codes, LIMIT);
    return code;
  }

  /**
   * Redeems a code, once.
   *
   * @throws Refusal AADSTS70000 for an unknown code or another application's, 54005 for a second time, 70008 too late,
   * 50011 for another redirect URI, 501481 for a wrong verifier. A refused attempt does not use the code up.
   */
  redeem(code: string, { clientId, redirectUri, codeVerifier }: CodeRedemption): AuthorizationGrant {
    const entry = this.#codes.get(code);
    if (entry === undefined || !same(entry.grant.clientId, clientId)) throw refuse(70000);
    if (entry.redeemed) throw refuse(54005);
    if (entry.expiresAt <= this.#now()) throw refuse(70008);
    if (entry.grant.redirectUri !== redirectUri) throw refuse(50011, { subject: { clientId, redirectUri } });
    if (!isVerified(entry.grant, codeVerifier)) throw refuse(501481);
    entry.redeemed = true;
    return entry.grant;
  }
}

/** A verifier that nobody announced is wrong too: the code may be that of an attacker (RFC 9700, section 4.8.2). */
function isVerified({ codeChallenge }: AuthorizationGrant, verifier: string): boolean {
  if (codeChallenge === undefined) return verifier === "";
  const made =
    codeChallenge.method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
  const expected = Buffer.from(codeChallenge.value);
  const actual = Buffer.from(made);
  return actual.length === expected.length && timingSafeEqual(actual, expected);
}
