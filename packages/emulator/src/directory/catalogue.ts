import { CATALOGUE } from "./aadsts.js";
import { Refusal, STATUS } from "./refusal.js";
import { type AadstsCode, SENTENCES, type Subject } from "./sentences.js";

/** What a refusal is about, and what it asks for. */
export interface RefusalParts {
  readonly subject?: Subject;
  /** The claims challenge, JSON text. */
  readonly claims?: string;
  /** Seconds after which the same request may be made again. */
  readonly retryAfter?: number;
}

/** Stands for what a refusal does not say. */
const UNSAID: Required<Subject> = {
  clientId: "",
  appName: "",
  redirectUri: "",
  username: "",
  tenant: "",
  resource: "",
  value: "",
};

/** A refusal by the directory, in the form of its texts: `AADSTS50057: The user account is disabled.` */
export function refuse(code: AadstsCode, { subject, claims, retryAfter }: RefusalParts = {}): Refusal {
  const { status, tag, ...entry } = CATALOGUE[code];
  const sentence = SENTENCES[code]({ ...UNSAID, ...subject });
  return new Refusal(status, tag, `AADSTS${code}: ${sentence}`, {
    ...entry,
    errorCode: code,
    ...(claims === undefined ? {} : { claims }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** The person said no on the page of the device code. Entra gives this error no number of its own in its documentation. */
export function refuseDeclined(): Refusal {
  return new Refusal(STATUS.UserCanceled, "decli", "The user declined the sign-in of the device.", {
    error: "authorization_declined",
  });
}
