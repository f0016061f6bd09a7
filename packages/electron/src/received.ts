import { BrokerError } from "@authbroker/core";
import type { AccountId } from "./bridge.js";

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * What a page passed to a method, read field by field: it is hostile until its type was looked at. What a value means is
 * core's to check.
 */
export class Received {
  readonly #fields: Readonly<Record<string, unknown>>;

  /**
   * @param known The fields that the method takes.
   * @throws TypeError when it is no object, BrokerError `request_unsupported` that names a field that is not known.
   */
  constructor(received: unknown, known: readonly string[]) {
    if (received !== undefined && !isObject(received)) throw wrong("request", "an object", received);
    this.#fields = { ...received };
    const unknown = Object.keys(this.#fields).find((field) => !known.includes(field));
    if (unknown !== undefined) throw unsupported(unknown);
  }

  /** Whether a field was given, and is not null. */
  has(field: string): boolean {
    const value = this.#fields[field];
    return value !== undefined && value !== null;
  }

  /** A string, or undefined without one. */
  string(field: string): string | undefined {
    const value = this.#fields[field];
    if (value === undefined || typeof value === "string") return value;
    throw wrong(field, "a string", value);
  }

  /** A UUID in lower case, as core writes it into its log, or undefined without one. */
  uuid(field: string): string | undefined {
    const value = this.string(field)?.toLowerCase();
    if (value === undefined || UUID.test(value)) return value;
    throw wrong(field, "a UUID", value);
  }

  /** A number, or undefined without one. */
  number(field: string): number | undefined {
    const value = this.#fields[field];
    if (value === undefined || typeof value === "number") return value;
    throw wrong(field, "a number", value);
  }

  /** A boolean, or undefined without one. */
  boolean(field: string): boolean | undefined {
    const value = this.#fields[field];
    if (value === undefined || typeof value === "boolean") return value;
    throw wrong(field, "a boolean", value);
  }

  /** Strings, or undefined without any. */
  strings(field: string): readonly string[] | undefined {
    const value = this.#fields[field];
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw wrong(field, "an array of strings", value);
    return value.map((entry: unknown, index) => {
      if (typeof entry !== "string") throw wrong(`${field}[${index}]`, "a string", entry);
      return entry;
    });
  }

  /** Which account. */
  accountId(field: string): AccountId {
    const value = this.#fields[field];
    if (!isObject(value)) throw wrong(field, "an account", value);
    const { homeAccountId, tenantId } = value;
    if (typeof homeAccountId !== "string") throw wrong(`${field}.homeAccountId`, "a string", homeAccountId);
    if (typeof tenantId !== "string") throw wrong(`${field}.tenantId`, "a string", tenantId);
    return { homeAccountId, tenantId };
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unsupported(field: string): BrokerError {
  return new BrokerError("request_unsupported", {
    message: `a page cannot give "${field}", and it is not silently dropped`,
    hint:
      field === "signal"
        ? "A signal does not reach the main process: give a correlationId, and call abort(correlationId)."
        : `Leave "${field}" out, or make the request in the main process.`,
  });
}

/** What a wrong argument is refused with: what it must be, and the type of what came. */
export function wrong(argument: string, expected: string, value: unknown): TypeError {
  return new TypeError(
    `"${argument}" must be ${expected}; received ${value === null ? "null" : typeof value}`,
  );
}
