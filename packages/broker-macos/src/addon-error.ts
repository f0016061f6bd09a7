// All of node:util would bring its parsers along.
import { isNativeError } from "node:util/types";
import type { AddonError } from "./addon.js";

const CODES: ReadonlySet<unknown> = new Set<AddonError["code"]>([
  "authorization_error",
  "bad_credential",
  "unsupported",
  "no_window",
  "timeout",
  "cancelled",
]);

/** Whether an error is one that the addon rejects with. */
export function isAddonError(error: unknown): error is AddonError {
  // An addon's errors are of the context that Node.js started with, which under Jest is another than this code's.
  return isNativeError(error) && "code" in error && CODES.has(error.code);
}

/** Whether an error is the addon's refusal of an argument, which it names and does not quote. */
export function isRefusal(error: unknown): error is Error {
  return isNativeError(error) && error.name === "TypeError";
}

/** An error such as the addon rejects with. */
export function addonError({ code, message, error }: Omit<AddonError, "name">): AddonError {
  return Object.assign(new Error(message), { code, ...(error === undefined ? {} : { error }) });
}
