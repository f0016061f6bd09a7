import { BrokerError } from "@authbroker/core";
import { isJsonObject, type JsonObject, parseJson } from "@authbroker/core/broker";
import type { BrokerMethod } from "./protocol.js";

/**
 * One object of a broker's answer, read field by field. Nothing in it is believed before its type was looked at, and
 * no value of it is repeated in an error: it may be a token.
 */
export class Fields {
  readonly #object: JsonObject;
  readonly #method: BrokerMethod;
  readonly #path: string;

  /** @param path Where the object is in the answer, empty for the root. */
  constructor(object: JsonObject, method: BrokerMethod, path = "") {
    this.#object = object;
    this.#method = method;
    this.#path = path;
  }

  /**
   * The JSON object that an answer is.
   *
   * @throws BrokerError `broker_response_invalid` when it is not one.
   */
  static parse(reply: string, method: BrokerMethod): Fields {
    if (reply === "") throw invalid(method, "it is empty");
    const value = parseJson(reply);
    if (value === undefined) throw invalid(method, "it is not JSON");
    if (!isJsonObject(value)) throw invalid(method, `it is ${typeName(value)} and not an object`);
    return new Fields(value, method);
  }

  /** A non-empty string, or undefined when it is absent, null or empty. */
  string(field: string): string | undefined {
    const value = this.#object[field];
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value !== "string") throw this.#wrong(field, "a string");
    return value;
  }

  /** A number, given as one or as a string of digits; undefined when it is absent or null. */
  number(field: string): number | undefined {
    const value = this.#object[field];
    if (value === undefined || value === null) return undefined;
    const number = typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
    if (typeof number !== "number" || !Number.isFinite(number)) throw this.#wrong(field, "a number");
    return number;
  }

  /** An object, or undefined when it is absent or null. */
  object(field: string): Fields | undefined {
    const value = this.#object[field];
    if (value === undefined || value === null) return undefined;
    if (!isJsonObject(value)) throw this.#wrong(field, "an object");
    return new Fields(value, this.#method, this.#at(field));
  }

  /** An array of objects. */
  objects(field: string): readonly Fields[] {
    const value = this.#object[field];
    if (!Array.isArray(value))
      throw value === undefined ? this.missing(field) : this.#wrong(field, "an array");
    return value.map((entry: unknown, index) => {
      if (!isJsonObject(entry)) throw this.#wrongType(`${field}[${index}]`, entry, "an object");
      return new Fields(entry, this.#method, this.#at(`${field}[${index}]`));
    });
  }

  /** Strings, given as an array or separated by blanks; undefined when there are none. */
  strings(field: string): readonly string[] | undefined {
    const value = this.#object[field];
    if (value === undefined || value === null) return undefined;
    const strings: unknown = typeof value === "string" ? value.split(/\s+/).filter(Boolean) : value;
    if (!Array.isArray(strings)) throw this.#wrong(field, "a string or an array of strings");
    const read = strings.map((entry: unknown) => {
      if (typeof entry !== "string") throw this.#wrong(field, "a string or an array of strings");
      return entry;
    });
    const named = read.filter((entry) => entry !== "");
    return named.length === 0 ? undefined : named;
  }

  /** A field, which must be there. */
  required<Value>(field: string, value: Value | undefined): Value {
    if (value === undefined) throw this.missing(field);
    return value;
  }

  /** The error that says a field is missing. */
  missing(field: string): BrokerError {
    return this.invalid(`"${this.#at(field)}" is missing or empty`);
  }

  /** The error that says the answer cannot be used, and why. */
  invalid(what: string): BrokerError {
    return invalid(this.#method, what);
  }

  #wrong(field: string, expected: string): BrokerError {
    return this.#wrongType(field, this.#object[field], expected);
  }

  #wrongType(field: string, value: unknown, expected: string): BrokerError {
    return this.invalid(`"${this.#at(field)}" is ${typeName(value)} and not ${expected}`);
  }

  #at(field: string): string {
    return this.#path === "" ? field : `${this.#path}.${field}`;
  }
}

function invalid(method: BrokerMethod, what: string): BrokerError {
  return new BrokerError("broker_response_invalid", {
    message: `the broker's answer to ${method} cannot be used: ${what}`,
    hint: "Update the broker and @authbroker/broker-linux; if it stays, report it with the broker's version.",
  });
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value === undefined) return "missing";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
