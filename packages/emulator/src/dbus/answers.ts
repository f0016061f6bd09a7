import type { Method } from "../config/faults.js";
import { DBUS_ERROR } from "./names.js";
import { errorObject, type ErrorParts, type JsonObject } from "./replies.js";

/** The methods that give tokens: their errors are wrapped as their tokens are. */
export const TOKEN_METHODS: ReadonlySet<Method> = new Set([
  "acquireTokenSilently",
  "acquireTokenInteractively",
]);

/** What goes back to a caller. */
export type Answer =
  | { readonly kind: "reply"; readonly signature: string; readonly body: unknown[] }
  | { readonly kind: "dbus-error"; readonly name: string; readonly text: string }
  /** Nothing, ever. */
  | { readonly kind: "silence" }
  /** The broker drops off the bus. */
  | { readonly kind: "exit" };

/** A reply of JSON text. */
export function jsonAnswer(reply: JsonObject): Answer {
  return { kind: "reply", signature: "s", body: [JSON.stringify(reply)] };
}

/** An error as a method gives it: the token methods wrap it as they wrap a token. */
export function errorReply(method: Method, parts: ErrorParts): JsonObject {
  const error = { error: errorObject(parts) };
  return TOKEN_METHODS.has(method) ? { brokerTokenResponse: error } : error;
}

/** The D-Bus error for a fault of the emulator's own. */
export function internalError(text: string): Answer {
  return { kind: "dbus-error", name: DBUS_ERROR.failed, text };
}
