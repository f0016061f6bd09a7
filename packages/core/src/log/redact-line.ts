import { redact } from "../errors/redact.js";

/**
 * The parameters of OAuth that are secrets however short they are, in a URL, a form or JSON; a `code` that is a number is
 * an error's.
 */
const SECRET_PARAMETER =
  /\b((?:access_|refresh_|id_|device_)?(?:token|code)|code_verifier|client_info|client_secret|assertion|password)(=|"\s*:\s*")(?!-?\d{1,9}\b)[^\s"&,;}]+/gi;

/** What looks like a user principal name or an address, `@` as itself or as in a URL. */
const USER_NAME = /[^\s"'<>()[\]{}|,;:=&?/]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/giu;

/** A line without anything that is, or looks like, a token or a code. */
export function redactLine(text: string): string {
  return redact(text.replaceAll(SECRET_PARAMETER, "$1$2(redacted)"));
}

/** A line without what looks like a user name. */
export function withoutUserNames(text: string): string {
  return text.replaceAll(USER_NAME, "(user name)");
}
