/** The statuses of the broker's errors that the emulator gives of its own accord, by their number on the wire. */
export const STATUS = {
  Unexpected: 0,
  InteractionRequired: 2,
  ApiContractViolation: 6,
  UserCanceled: 7,
  ApplicationCanceled: 8,
  AuthorityUntrusted: 11,
  AccountUnusable: 13,
  AccountNotFound: 19,
} as const;

/** A status by its number on the wire. */
export type Status = (typeof STATUS)[keyof typeof STATUS];

/** A request answered with an error object: the status, what the person reads, and where it comes from. */
export class Refusal extends Error {
  /** The number on the wire. */
  readonly status: number;
  /** The directory's own number (the digits after AADSTS), or 0. */
  readonly errorCode: number;
  /** Five characters that name the place, as clients show tags. */
  readonly tag: string;

  constructor(status: Status, tag: string, context: string, errorCode = 0) {
    super(context);
    this.name = "Refusal";
    this.status = status;
    this.errorCode = errorCode;
    this.tag = tag;
  }
}

/** A refusal by the directory, in the form of its texts: the number first, then the sentence. */
export function aadsts(code: number, status: Status, tag: string, sentence: string): Refusal {
  return new Refusal(status, tag, `AADSTS${code}: ${sentence}`, code);
}
