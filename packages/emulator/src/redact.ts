/** What stands where a token or a password stood. */
const REMOVED = "[removed]";

/** Names of fields that hold what nobody but the two ends may have. */
const SECRET_NAME = /token|password|secret|assertion/i;

/** A JWT, whole or cut short: each begins with the base64url of `{"`. */
const JWT = /eyJ[\w-]{5,}(?:\.[\w-]*)*/g;

/** The deepest nesting that is looked through: a request's own is 3, and a caller can send any. */
const DEEPEST = 32;

/** Text without anything that has the form of a token. */
export function withoutTokens(text: string): string {
  return text.replaceAll(JWT, REMOVED);
}

/** A copy of a JSON value without what its fields' names, or its form, say is a token or a password. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return withoutTokens(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === DEEPEST) return REMOVED;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      withoutTokens(name),
      isSecret(name, field) ? REMOVED : withoutSecrets(field, depth + 1),
    ]),
  );
}

/** Clients send fields empty that they have nothing for; that they are empty is no secret. */
function isSecret(name: string, field: unknown): boolean {
  return SECRET_NAME.test(name) && field !== "" && field !== null;
}
