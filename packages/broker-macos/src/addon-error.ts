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
  return error instanceof Error && "code" in error && CODES.has(error.code);
}

/** An error such as the addon rejects with. */
export function addonError({ code, message, error }: Omit<AddonError, "name">): AddonError {
  return Object.assign(new Error(message), { code, ...(error === undefined ? {} : { error }) });
}
