import { BrokerError } from "@authbroker/core";

/** A surrogate that is not half of a pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Refuses, by the name of its field, what no string of Windows can carry.
 *
 * @throws BrokerError `request_unsupported`.
 */
export function requireText(field: string, value: unknown): void {
  const wrong = wrongIn(value);
  if (wrong === undefined) return;
  throw new BrokerError("request_unsupported", {
    message: `"${field}" ${wrong}, which no string of Windows can carry`,
    hint: `Look at what "${field}" is made of.`,
  });
}

function wrongIn(value: unknown): string | undefined {
  if (typeof value !== "string") return `is of type ${value === null ? "null" : typeof value}`;
  if (value.includes("\0")) return "holds a NUL character";
  return LONE_SURROGATE.test(value) ? "holds half of a surrogate pair" : undefined;
}
