import { isError } from "./is-error.js";

/**
 * What is read of a text from outside, in UTF-16 code units. Whoever wrote it may want the searches below to take for
 * ever; an answer of Entra's has a tenth of this.
 */
const LONGEST_READ = 4096;

/** Longest text from outside that is repeated in an error, in UTF-16 code units. */
const LONGEST = 1000;

/** A JWT, whole or cut (every one begins with the base64url of `{"`), or a long run as opaque tokens and codes have. */
const TOKEN_LIKE = /eyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)*|[A-Za-z0-9_+=-]{60,}/g;

/** What is left of such a run when the text was cut within it. */
const CUT_TOKEN = /[A-Za-z0-9_+=-]{1,59}$/;

/**
 * What is a secret however short it is, in a URL, a form or JSON: parameters of OAuth, and the `secret` of MSAL's caches.
 * A `code` that is a number is an error's; Entra's own codes and tokens begin with `0.` or `1.`.
 */
const SECRET_PARAMETER =
  /\b((?:access_?|refresh_?|id_?|device_?)?(?:token|code)|code_verifier|client_info|(?:client_)?secret|(?:client_)?assertion|password)(=|\\?"\s{0,9}:\s{0,9}\\?")(?!-?\d{1,9}(?![\w-]|\.\w))[^\s"\\&,;}<]+/gi;

/** What follows the scheme of an `Authorization` header; a sentence may speak of a "bearer token" all the same. */
const CREDENTIALS =
  /\b(bearer|authorization"?\s{0,9}:\s{0,9}"?\w{1,20})(\s{1,9})(?!tokens?(?:[\s.,:;)]|$)|\w{1,40}=")[\w.~+/=-]+/gi;

/** Control and format characters and line breaks, with which a text could forge a line or steer a terminal. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** What looks like a user principal name or a mail address, `@` as itself or as in a URL. */
const USER_NAME = /[^\s'"<>()[\]{}|,;:=@&?/]{1,256}(?:@|%40)[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*/giu;

/** A user name as AD FS has it, `CONTOSO\ines`, and not the folders of a path. */
const DOWN_LEVEL_NAME = /(?<![\w\\/:.-])[A-Z][A-Z\d-]{0,14}\\{1,2}[^\s'"<>()[\]{}|,;:=@&?/\\]{1,256}/gu;

/**
 * Makes text that came from outside fit for an error or a log: nothing that is or looks like a token, a code or another
 * secret of the protocol, one line, no more than a screenful. It reads no more than the beginning.
 */
export function redact(text: string): string {
  const clean = text
    .slice(0, LONGEST_READ)
    .replaceAll(CONTROL, " ")
    .replaceAll(SECRET_PARAMETER, "$1$2(redacted)")
    .replaceAll(CREDENTIALS, "$1$2(redacted)")
    .replaceAll(TOKEN_LIKE, "(redacted)");
  const shown = text.length > LONGEST_READ ? `${clean.replace(CUT_TOKEN, "")}…` : clean;
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}

/** Takes out what looks like a user name. The text is one that {@link redact} gave. */
export function withoutUserNames(text: string): string {
  return text.replaceAll(USER_NAME, "(user name)").replaceAll(DOWN_LEVEL_NAME, "(user name)");
}

/** Somebody else's words, as an error may quote them: an authority names the user in many of its sentences. */
export function quotable(text: string): string {
  return withoutUserNames(redact(text));
}

/**
 * What was thrown by code that is not ours, as an error that may be printed: its name and its words, without whatever
 * else hangs on it (a request, a response, a header with a token), and without user names.
 */
export function redactedError(thrown: unknown): Error {
  const copy = new Error(quotable(textOf(thrown)));
  if (!isError(thrown)) return copy;
  copy.name = redact(thrown.name);
  return copy;
}

/** What was thrown, in words. */
export function textOf(thrown: unknown): string {
  if (isError(thrown)) return thrown.message;
  if (typeof thrown === "string") return thrown;
  return `something that is no Error was thrown (${thrown === null ? "null" : typeof thrown})`;
}
