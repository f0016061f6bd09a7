/**
 * One sign-in of one person: what a policy asks about. A browser has one, and a machine whose broker signed somebody in
 * (there it stands for the primary refresh token).
 */
export interface Session {
  /** When the person signed in, seconds since 1970. */
  readonly signedInAt: number;
  /** When the person passed multi-factor authentication, seconds since 1970; absent when they did not. */
  readonly mfaAt?: number;
  /** The registered device that the sign-in is bound to; absent where there is none, as in a browser. */
  readonly device?: { readonly compliant: boolean };
  /** How often the person's sessions had been revoked when this one began; it is revoked by the next time. */
  readonly generation: number;
}

/** How somebody signs in. */
export interface SignIn {
  /** Whether multi-factor authentication is passed; false without it. */
  readonly mfa?: boolean;
  /** The registered device that the sign-in is bound to. */
  readonly device?: { readonly compliant: boolean } | undefined;
}

/** The time in seconds since 1970. */
export type Clock = () => number;

/** The time of this machine. */
export const systemClock: Clock = () => Math.floor(Date.now() / 1000);
