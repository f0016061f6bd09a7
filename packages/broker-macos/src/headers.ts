import { BrokerError } from "@authbroker/core";
import { LARGEST_DATE } from "@authbroker/core/broker";
import type { SsoAnswer } from "./addon.js";
import type { Operation } from "./protocol.js";

/**
 * The header fields that an answer of the extension is, read one by one. Apple's dictionaries may change the case of
 * their names. Nothing in them is believed before it was looked at, and no value is repeated in an error: it may be a token.
 */
export class HeaderFields {
  readonly operation: Operation;
  readonly #fields: ReadonlyMap<string, string>;

  constructor({ headers }: SsoAnswer, operation: Operation) {
    this.operation = operation;
    this.#fields = new Map(
      // The first of several that differ in case only is the one that counts.
      Object.entries(headers)
        .toReversed()
        .map(([name, value]) => [name.toLowerCase(), value]),
    );
  }

  /** A text, or undefined when it is absent or empty. */
  string(name: string): string | undefined {
    const value: unknown = this.#fields.get(name.toLowerCase());
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** A text, which must be there. */
  required(name: string): string {
    const value = this.string(name);
    if (value === undefined) throw this.invalid(`"${name}" is missing or empty`);
    return value;
  }

  /**
   * When something ends, milliseconds since 1970, from a time in seconds or else the seconds that are left; 0 in either
   * means that it is not given.
   */
  time(at: string, left: string, now: Date): number | undefined {
    const seconds = this.#seconds(at);
    const rest = this.#seconds(left);
    if (seconds === undefined && rest === undefined) return undefined;
    const time = Math.trunc(seconds === undefined ? now.getTime() + (rest ?? 0) * 1000 : seconds * 1000);
    if (time <= LARGEST_DATE) return time;
    throw this.invalid(`"${seconds === undefined ? left : at}" is no time`);
  }

  #seconds(name: string): number | undefined {
    const value = this.string(name);
    if (value === undefined) return undefined;
    if (!/^\d{1,20}(?:\.\d{1,20})?$/.test(value)) throw this.invalid(`"${name}" is no number of seconds`);
    return Number(value) || undefined;
  }

  /** The error that says the answer cannot be used, and why. */
  invalid(what: string): BrokerError {
    return new BrokerError("broker_response_invalid", {
      message: `the broker's answer to ${this.operation} cannot be used: ${what}`,
      hint: "Update Company Portal and @authbroker/broker-macos; if it stays, report it with the version of Company Portal.",
    });
  }
}
