import { BrokerError, type ErrorCode } from "@authbroker/core";
import type { ErrorParts } from "../dbus/replies.js";
import { Refusal } from "../directory/refusal.js";

/** A status of the broker as a broker package reports it. */
interface StatusMeaning {
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

const SIGN_IN_AGAIN = "Call acquireTokenInteractive.";
const CHECK_NETWORK = "Check the network connection and try again.";

/** The statuses by their number on the wire; another number is an unexpected failure. */
const STATUSES: Readonly<Record<number, StatusMeaning>> = {
  0: {
    name: "Unexpected",
    code: "platform_broker_error",
    message: "the broker failed",
  },
  1: { name: "Reserved", code: "platform_broker_error", message: "the broker failed" },
  2: {
    name: "InteractionRequired",
    code: "interaction_required",
    message: "the broker needs the user to act",
    hint: SIGN_IN_AGAIN,
  },
  3: {
    name: "NoNetwork",
    code: "no_network_connectivity",
    message: "the broker has no network",
    hint: CHECK_NETWORK,
  },
  4: {
    name: "NetworkTemporarilyUnavailable",
    code: "no_network_connectivity",
    message: "the broker has no network at the moment",
    hint: CHECK_NETWORK,
  },
  5: {
    name: "ServerTemporarilyUnavailable",
    code: "server_unavailable",
    message: "the sign-in server is unavailable at the moment",
    hint: "Try again later.",
  },
  6: {
    name: "ApiContractViolation",
    code: "platform_broker_error",
    message: "the broker refused the request as wrong",
  },
  7: {
    name: "UserCanceled",
    code: "user_canceled",
    message: "the user closed the broker's window",
  },
  8: {
    name: "ApplicationCanceled",
    code: "platform_broker_error",
    message: "the broker's window was closed by an application",
  },
  9: {
    name: "IncorrectConfiguration",
    code: "platform_broker_error",
    message: "the broker refused the application's configuration",
    hint: "Check the app registration: client ID, redirect URIs and public client flows.",
  },
  10: { name: "InsufficientBuffer", code: "platform_broker_error", message: "the broker failed" },
  11: {
    name: "AuthorityUntrusted",
    code: "untrusted_authority",
    message: "the broker does not trust the authority",
    hint: "Check the authority of the request.",
  },
  12: {
    name: "UserSwitched",
    code: "account_mismatch",
    message: "another user signed in than the one asked for",
    hint: "Sign in again and choose the account that was asked for.",
  },
  13: {
    name: "AccountUnusable",
    code: "interaction_required",
    message: "the account has to sign in again",
    hint: SIGN_IN_AGAIN,
  },
  14: {
    name: "UserDataRemovalRequired",
    code: "platform_broker_error",
    message: "the organisation asks for the account's data to be removed from this device",
  },
  18: {
    name: "KeyNotFound",
    code: "platform_broker_error",
    message: "a key of this device is missing",
  },
  19: {
    name: "AccountNotFound",
    code: "no_account_found",
    message: "the broker does not know the account",
    hint: "Ask getAllAccounts() which accounts are there, or call acquireTokenInteractive.",
  },
};

/** A refusal in the form that broker packages give it, with what the bus has no field for: claims, Entra's number. */
export function refusalError(parts: ErrorParts | Refusal, correlationId: string): BrokerError {
  const { status, errorCode, tag, message: context } = parts;
  const known = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  const { name, code, message, hint } = known ?? unnamed(status);
  return new BrokerError(code, {
    message: context === "" ? `${message}, and gave no explanation` : message,
    hint,
    broker: { status: name, code: errorCode, tag, ...(context === "" ? {} : { context }) },
    correlationId,
    ...(parts instanceof Refusal ? authorityParts(parts) : {}),
  });
}

function unnamed(status: number): StatusMeaning {
  return { name: `Status ${status}`, code: "platform_broker_error", message: "the broker failed" };
}

function authorityParts({ claims, suberror, errorCode, retryAfter }: Refusal): {
  readonly claims: string | undefined;
  readonly subError: string | undefined;
  readonly errorNo: number | undefined;
  readonly retryAfter: number | undefined;
} {
  return { claims, subError: suberror, errorNo: errorCode === 0 ? undefined : errorCode, retryAfter };
}

/** The error of a call to a broker that is not there. */
export function brokerGone(message: string, correlationId: string): BrokerError {
  return new BrokerError("broker_unavailable", {
    message,
    hint: "Try again: the next call may find the broker there.",
    correlationId,
  });
}
