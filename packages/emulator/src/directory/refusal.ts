/** The statuses of the broker's errors that the emulator gives of its own accord, by their number on the wire. */
export const STATUS = {
  Unexpected: 0,
  InteractionRequired: 2,
  ServerTemporarilyUnavailable: 5,
  ApiContractViolation: 6,
  UserCanceled: 7,
  ApplicationCanceled: 8,
  AuthorityUntrusted: 11,
  AccountUnusable: 13,
  AccountNotFound: 19,
} as const;

/** A status by its number on the wire. */
export type Status = (typeof STATUS)[keyof typeof STATUS];

/** How the authority says what the broker says by a status; each part has a default. */
export interface RefusalDetails {
  /** The directory's own number (the digits after AADSTS); 0 for what the broker refuses by itself. */
  readonly errorCode?: number;
  /** The status of the HTTP response; 400 without it. */
  readonly http?: number;
  /** OAuth's `error`; `invalid_request` without it. */
  readonly error?: string;
  /** Entra's finer `suberror`. */
  readonly suberror?: string;
  /** What the next request must ask for, a claims request as JSON text. */
  readonly claims?: string;
  /** Seconds after which the same request may be made again. */
  readonly retryAfter?: number;
  /** Whether the response links a page about the error, as Entra does for some numbers. */
  readonly hasErrorUri?: boolean;
}

/**
 * A request that is refused, for either face to say in its own shape: the broker answers with an error object, the
 * authority with an OAuth error. The message is what a person reads.
 */
export class Refusal extends Error {
  /** The broker's status, the number on the wire. */
  readonly status: number;
  /** The directory's own number (the digits after AADSTS), or 0. */
  readonly errorCode: number;
  /** Five characters that name the place, as clients show tags. */
  readonly tag: string;
  /** The status of the HTTP response. */
  readonly http: number;
  /** OAuth's `error`. */
  readonly error: string;
  /** Entra's `suberror`. */
  readonly suberror: string | undefined;
  /** What the next request must ask for, a claims request as JSON text. */
  readonly claims: string | undefined;
  /** Seconds after which the same request may be made again. */
  readonly retryAfter: number | undefined;
  /** Whether the response links a page about the error. */
  readonly hasErrorUri: boolean;

  constructor(status: Status, tag: string, context: string, details: RefusalDetails = {}) {
    super(context);
    this.name = "Refusal";
    this.status = status;
    this.tag = tag;
    this.errorCode = details.errorCode ?? 0;
    this.http = details.http ?? 400;
    this.error = details.error ?? "invalid_request";
    this.suberror = details.suberror;
    this.claims = details.claims;
    this.retryAfter = details.retryAfter;
    this.hasErrorUri = details.hasErrorUri ?? false;
  }
}
