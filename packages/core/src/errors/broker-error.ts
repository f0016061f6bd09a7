import type { AuthError } from "@azure/msal-node";
import { type ErrorCode, RETRYABLE } from "./codes.js";

/** Where the section of each error code is. */
const TROUBLESHOOTING = "https://github.com/authbroker/authbroker/blob/main/docs/troubleshooting.md";

/** Shared by every copy of this package in a process, so that `instanceof` holds across copies. */
const BRAND = Symbol.for("@authbroker/core:BrokerError");

/** What the platform's broker said, in its own numbers and words. */
export interface BrokerErrorOrigin {
  /** The broker's status by name, for example `InteractionRequired`. */
  readonly status?: string;
  /** The broker's error code, for example `-51411`. */
  readonly code?: number;
  /** The broker's tag, five characters such as `4ulu5`. */
  readonly tag?: string;
  /** The broker's own text. */
  readonly context?: string;
}

/** What a {@link BrokerError} is made of. */
export interface BrokerErrorInit {
  /** What happened and why, one sentence without a full stop at the end. */
  readonly message: string;
  /** One sentence that says what to do. */
  readonly hint?: string;
  readonly broker?: BrokerErrorOrigin;
  readonly correlationId?: string;
  readonly cause?: unknown;
  /** Overrides what the code alone says. */
  readonly retryable?: boolean;
}

/**
 * An error of this library.
 *
 * `instanceof BrokerError` is true for every one of them, those included that are thrown as a class of msal-node
 * (an `InteractionRequiredAuthError`, say), and across several copies of this package.
 */
export class BrokerError extends Error implements AuthError {
  /** The stable code, one of {@link ErrorCode}. */
  errorCode: ErrorCode;
  /** What happened and why: the message without the code, the hint and the address. */
  errorMessage: string;
  /** msal-node's field; empty on the broker route. */
  subError = "";
  /** The correlation id of the request, empty when none was made. */
  correlationId: string;
  /** Whether the same call may succeed later without anybody changing anything. */
  retryable: boolean;
  /** One sentence that says what to do. */
  hint: string | undefined;
  /** What the platform's broker said; absent when it was not asked. */
  broker: BrokerErrorOrigin | undefined;

  constructor(code: ErrorCode, init: BrokerErrorInit) {
    super(
      [`${code}: ${init.message}`, ...(init.hint ? [init.hint] : []), `See ${TROUBLESHOOTING}#${code}`].join(
        "\n",
      ),
      "cause" in init ? { cause: init.cause } : undefined,
    );
    this.name = new.target.name;
    this.errorCode = code;
    this.errorMessage = init.message;
    this.correlationId = init.correlationId ?? "";
    this.retryable = init.retryable ?? RETRYABLE.has(code);
    this.hint = init.hint;
    this.broker = init.broker;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): value is BrokerError {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

/** A broker's flag is on and its package is not installed. `errorCode` is `broker_package_missing`. */
export class BrokerPackageMissingError extends BrokerError {
  constructor(message: string, cause: unknown) {
    super("broker_package_missing", { message, cause });
  }

  static override [Symbol.hasInstance](value: unknown): value is BrokerPackageMissingError {
    return value instanceof BrokerError && value.errorCode === "broker_package_missing";
  }
}
