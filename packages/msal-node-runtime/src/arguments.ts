import type { Account } from "./accounts.js";
import { ErrorStatus } from "./enums.js";
import { RuntimeError } from "./errors.js";

/** @throws MsalRuntimeError `ApiContractViolation` that names the argument. */
export function requireString(name: string, value: unknown): void {
  if (typeof value !== "string") throw wrongArgument(name, "a string", value);
}

/** @throws MsalRuntimeError `ApiContractViolation` that names the argument. */
export function requireFunction(name: string, value: unknown): void {
  if (typeof value !== "function") throw wrongArgument(name, "a function", value);
}

/** @throws MsalRuntimeError `ApiContractViolation` for a window handle that is no bytes. */
export function requireWindow(value: unknown): void {
  if (!(value instanceof Uint8Array)) throw wrongArgument("windowHandle", "a Buffer", value);
}

/** @throws MsalRuntimeError `ApiContractViolation` for an account without the members that are read of it. */
export function requireAccount(value: unknown): void {
  if (typeof value !== "object" || value === null)
    throw wrongArgument("account", "an account that this module gave", value);
  const members = new Map(Object.entries(value));
  for (const name of READ_OF_ACCOUNT) requireString(`account.${name}`, members.get(name));
}

/** What is handed on to core. */
const READ_OF_ACCOUNT: readonly (keyof Account)[] = [
  "accountId",
  "homeAccountId",
  "environment",
  "realm",
  "localAccountId",
  "username",
  "displayName",
];

/** The error of an argument that is not what it must be. Its value may be a secret, and is not told. */
export function wrongArgument(name: string, expected: string, value: unknown): RuntimeError {
  const given = value === null ? "null" : typeof value;
  return new RuntimeError(
    ErrorStatus.ApiContractViolation,
    `the argument "${name}" must be ${expected}; it is ${given === "object" ? "another object" : given}`,
  );
}
