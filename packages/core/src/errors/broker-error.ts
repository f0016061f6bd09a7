import type { AuthError } from "@azure/msal-node";
import { type ErrorCode, RETRYABLE } from "./codes.js";
import { quotable, redact } from "./redact.js";

/** Where the section of each error code is. */
const TROUBLESHOOTING = "https://github.com/authbroker/authbroker/blob/main/docs/troubleshooting.md";

/** Shared by every copy of this package in a process, so that `instanceof` holds across copies. */
const BRAND = Symbol.for("@authbroker/core:BrokerError");

/** Marks the prototype of `BrokerError`, of any copy of this package. */
export const BASE: unique symbol = Symbol.for("@authbroker/core:BrokerError.prototype");

/** What the platform's broker said, in its own numbers and words. */
export interface BrokerErrorOrigin {
  /** The broker's status by name, for example `InteractionRequired`. */
  readonly status?: string;
  /** The broker's error code, for example `-51411`. */
  readonly code?: number;
  /** The broker's tag, five characters such as `4ulu5`. */
  readonly tag?: string;
  /** The broker's own text; whatever looks like a token or a user name is taken out of it. */
  readonly context?: string;
}

/** What a {@link BrokerError} is made of. */
export interface BrokerErrorInit {
  /** What happened and why, one sentence without a full stop at the end. */
  readonly message: string;
  /** One sentence that says what to do. */
  readonly hint?: string | undefined;
  /** What the platform's broker said. */
  readonly broker?: BrokerErrorOrigin | undefined;
  /** The correlation id of the request. */
  readonly correlationId?: string | undefined;
  /** A claims challenge, JSON text of an object: what the next interactive request is to send as `claims`. */
  readonly claims?: string | undefined;
  /** The time after which the same call may be made again, in seconds. */
  readonly retryAfter?: number | undefined;
  /** The authority's `suberror`, for example `basic_action`. */
  readonly subError?: string | undefined;
  /** The number of the authority's error, for example 50076 for AADSTS50076. */
  readonly errorNo?: number | undefined;
  /** The error behind this one. It must not hold a token: an error is printed with its cause. */
  readonly cause?: unknown;
}

/**
 * An error of this library.
 *
 * `instanceof BrokerError` is true for every one of them, those included that are thrown as a class of msal-node (an
 * `InteractionRequiredAuthError`, say), and across several copies of this package. `instanceof AuthError` of the
 * application's own msal-node is true for every one that a client rejects with.
 */
export class BrokerError extends Error implements AuthError {
  /** The stable code to branch on, with one section each in `docs/troubleshooting.md`. */
  errorCode: ErrorCode;
  /** What happened and why: the message without the code, the hint and the address. */
  errorMessage: string;
  /** The authority's `suberror`, for example `basic_action`; empty when it gave none. */
  subError: string;
  /** The correlation id of the request, empty when none was made. */
  correlationId: string;
  /** Whether the same call may succeed later without anybody changing anything. */
  retryable: boolean;
  /** One sentence that says what to do. */
  hint: string | undefined;
  /** The claims challenge to send as the `claims` of the next interactive request: JSON text of an object. */
  claims: string | undefined;
  /** The time after which the same call may be made again, in seconds. */
  retryAfter: number | undefined;
  /** The number of the authority's error, for example 50076 for AADSTS50076. */
  errorNo: number | undefined;
  /** What the platform's broker said; absent when it was not asked. */
  broker: BrokerErrorOrigin | undefined;

  constructor(code: ErrorCode, init: BrokerErrorInit) {
    const text = redact(init.message) + quoted(init.broker);
    const lines = [`${code}: ${text}`, init.hint, `See ${TROUBLESHOOTING}#${code}`];
    super(
      lines.filter((line) => line !== undefined).join("\n"),
      init.cause === undefined ? undefined : { cause: init.cause },
    );
    // The name of the class itself is what a bundler made of it.
    this.name = "BrokerError";
    this.errorCode = code;
    this.errorMessage = text;
    this.correlationId = init.correlationId ?? "";
    this.retryable = RETRYABLE.has(code);
    this.hint = init.hint;
    this.subError = init.subError ?? "";
    this.claims = init.claims;
    this.retryAfter = init.retryAfter;
    this.errorNo = init.errorNo;
    this.broker = init.broker && clean(init.broker);
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** True for the errors of this library, whatever their class and whichever copy of the package made them. */
  static override [Symbol.hasInstance](value: unknown): value is BrokerError {
    // A subclass that an application makes of this one is known by its prototype, as any class is.
    if (this !== BrokerError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && BRAND in value;
  }

  static {
    Object.defineProperty(this.prototype, BASE, { value: true });
  }
}

/** A broker's flag is on and its package is not installed. `errorCode` is `broker_package_missing`. */
export class BrokerPackageMissingError extends BrokerError {
  /** @param message The sentence with the command that installs the package. */
  constructor(message: string, cause: unknown) {
    super("broker_package_missing", { message, cause });
    this.name = "BrokerPackageMissingError";
    // The sentence is both, and is said once.
    this.hint = message;
  }

  /** True for every `broker_package_missing` error of this library. */
  static override [Symbol.hasInstance](value: unknown): value is BrokerPackageMissingError {
    return value instanceof BrokerError && value.errorCode === "broker_package_missing";
  }
}

function clean(origin: BrokerErrorOrigin): BrokerErrorOrigin {
  return origin.context === undefined ? origin : { ...origin, context: quotable(origin.context) };
}

/**
 * The broker's words as the tail of a message, as Microsoft's clients print them:
 * ` (tag=4ulu5 context=AADSTS50011: … errorCode=-51411 status=Unexpected)`.
 */
function quoted(origin: BrokerErrorOrigin | undefined): string {
  if (origin === undefined) return "";
  const { status, code: errorCode, tag, context } = clean(origin);
  const parts = Object.entries({ tag, context, errorCode, status }).filter(
    ([, value]) => value !== undefined,
  );
  return parts.length === 0 ? "" : ` (${parts.map(([name, value]) => `${name}=${value}`).join(" ")})`;
}
