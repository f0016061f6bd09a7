/** A JWT, whole or cut (every one begins with the base64url of `{"`), or a long run as opaque tokens and codes have. */
const TOKEN_LIKE = /eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)*|[A-Za-z0-9_+=-]{60,}/g;

/** Control and format characters and line breaks, with which a broker's text could forge a line or steer a terminal. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** What looks like a user principal name or a mail address, `@` as itself or as in a URL. */
const USER_NAME = /[^\s'"<>()[\]{},;:=@&?/]+(?:@|%40)[^\s'"<>()[\]{},;:=@&?/]+/gi;

/** Longest text of a broker that is repeated in an error, in UTF-16 code units. */
const LONGEST = 1000;

/**
 * Makes text that came from outside fit for an error message: nothing that looks like a token, one line, no more than a
 * screenful.
 */
export function redact(text: string): string {
  const clean = text.replaceAll(CONTROL, " ").replaceAll(TOKEN_LIKE, "(redacted)");
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}

/** Takes out what looks like a user name: an authority names the user in many of its sentences. */
export function redactUserNames(text: string): string {
  return text.replaceAll(USER_NAME, "(user)");
}

/**
 * What was thrown by code that is not ours, as an error that may be printed: its name and its words, without whatever
 * else hangs on it (a request, a response, a header with a token), and without user names.
 */
export function redactedError(thrown: unknown): Error {
  const copy = new Error(redactUserNames(redact(textOf(thrown))));
  if (!(thrown instanceof Error)) return copy;
  copy.name = redact(thrown.name);
  return copy;
}

/** What was thrown, in words. */
export function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown === "string") return thrown;
  return `something that is no Error was thrown (${thrown === null ? "null" : typeof thrown})`;
}
