import type { HttpAnswer } from "../errors/classify.js";
import { isJsonObject } from "../json.js";

/** The parameters of a token request that are secrets: RFC 6749, 7636, 8628. */
const SECRETS = ["code", "code_verifier", "refresh_token", "device_code"] as const;

/** Shortest value that is looked for: a shorter one is no secret, and is found in any text. */
const SHORTEST = 8;

/**
 * An answer that refuses a request, without the secrets of that request: a server or a proxy may repeat what it blocks,
 * and its words go into errors.
 */
export function withoutEcho(answer: HttpAnswer, form: URLSearchParams): HttpAnswer {
  const secrets = SECRETS.flatMap((name) => {
    const value = form.get(name) ?? "";
    return value.length < SHORTEST ? [] : [value, encodeURIComponent(value)];
  });
  const clean = (text: string): string =>
    secrets.reduce((left, secret) => left.replaceAll(secret, "(redacted)"), text);
  const { body, text } = answer;
  return {
    ...answer,
    ...(text === undefined ? {} : { text: clean(text) }),
    ...(isJsonObject(body) ? { body: mapStrings(body, clean) } : {}),
  };
}

/** Its strings changed, those within its members left: nobody quotes them. */
function mapStrings(body: object, change: (text: string) => string): object {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === "string" ? change(value) : value,
    ]),
  );
}
