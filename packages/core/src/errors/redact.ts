/** A JWT, whole or cut (every one begins with the base64url of `{"`), or a long run as opaque tokens and codes have. */
const TOKEN_LIKE = /eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)*|[A-Za-z0-9_+=-]{60,}/g;

/** Control characters, which a broker's text could use to forge lines in a log or steer a terminal. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]+/g;

/** Longest text of a broker that is repeated in an error, in UTF-16 code units. */
const LONGEST = 1000;

/**
 * Makes text that came from outside fit for an error message: nothing that looks like a token, no control characters,
 * no more than a screenful.
 */
export function redact(text: string): string {
  const clean = text.replaceAll(TOKEN_LIKE, "(redacted)").replaceAll(CONTROL, " ");
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}
