/** An object that came as JSON, of whose members nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value that came as JSON is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a text says in JSON; undefined when it is none. The parser's message is dropped: it would quote a token. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
