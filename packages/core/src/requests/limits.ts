import type { CallOptions } from "../contract.js";
import type { Limits } from "../settle.js";
import { describe, requireTimeout } from "./check.js";

/** How long each kind of call may take when its caller does not say, milliseconds. */
export const DEFAULT_TIMEOUT_MS = {
  probe: 5_000,
  silent: 30_000,
  interactive: 300_000,
  // The life that Entra gives a device code.
  deviceCode: 900_000,
} as const;

/** @throws TypeError that names the argument. */
export function checkLimits(
  { signal, timeoutMs }: CallOptions,
  defaultTimeoutMs: number,
  correlationId: string,
): Limits {
  if (signal !== undefined && !isAbortSignal(signal)) {
    throw new TypeError(`"signal" must be an AbortSignal; received ${describe(signal)}`);
  }
  if (timeoutMs !== undefined) requireTimeout("timeoutMs", timeoutMs);
  return { signal, timeoutMs: timeoutMs ?? defaultTimeoutMs, correlationId };
}

/** By its shape: Electron and test environments have classes of the same name of their own. */
function isAbortSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === "object" &&
    value !== null &&
    "aborted" in value &&
    "addEventListener" in value &&
    "removeEventListener" in value &&
    typeof value.aborted === "boolean" &&
    typeof value.addEventListener === "function" &&
    // Called from a timer, where its absence would end the process.
    typeof value.removeEventListener === "function"
  );
}
