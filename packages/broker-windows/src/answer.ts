import { BrokerError } from "@authbroker/core";
import { LARGEST_DATE } from "@authbroker/core/broker";

/** A time that nobody told: whoever compares it with now takes the token for expired, as MSAL does. */
export const UNKNOWN_TIME = 0;

/** More digits than any time has. */
const DIGITS = /^\d{1,18}$/;

/** The error of an answer that cannot be used. It repeats no value of it: that may be a token. */
export function invalid(what: string): BrokerError {
  return new BrokerError("broker_response_invalid", {
    message: `the answer of the Web Account Manager cannot be used: ${what}`,
    hint: "Update Windows and @authbroker/broker-windows; if it stays, report it with the build of Windows.",
  });
}

/** A property that is there and not empty. */
export function property(properties: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(properties, name) ? properties[name] || undefined : undefined;
}

/** @throws BrokerError `broker_response_invalid` when the property is missing or empty. */
export function requiredProperty(properties: Readonly<Record<string, string>>, name: string): string {
  const value = property(properties, name);
  if (value === undefined) throw invalid(`"${name}" is missing or empty`);
  return value;
}

/** @throws BrokerError `broker_response_invalid` when `value` is no number of seconds. */
export function seconds(name: string, value: string): number {
  if (!DIGITS.test(value)) throw invalid(`"${name}" is no number of seconds`);
  return Number(value);
}

/** @throws BrokerError `broker_response_invalid` when no Date can hold the time. */
export function checkedTime(name: string, milliseconds: number): number {
  if (milliseconds > LARGEST_DATE) throw invalid(`"${name}" is no time`);
  return milliseconds;
}

/**
 * A token of another kind than a bearer token is bound to a key, and of no use without it.
 *
 * @throws BrokerError `broker_response_invalid`.
 */
export function requireBearer(tokenType: string | undefined): void {
  if (tokenType === undefined || tokenType.toLowerCase() === "bearer") return;
  throw invalid("its token is of another kind than a bearer token; it was discarded");
}

/** Scopes, separated by blanks; undefined when there are none. */
export function scopesIn(text: string | undefined): readonly string[] | undefined {
  const scopes = text?.split(/\s+/).filter(Boolean) ?? [];
  return scopes.length === 0 ? undefined : scopes;
}
