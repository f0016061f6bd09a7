import type { ErrorCode } from "@authbroker/core";

/** A status of the broker: its name in Microsoft's client, and what it becomes. */
export interface BrokerStatus {
  readonly name: string;
  readonly code: ErrorCode;
  /** What happened, one sentence. */
  readonly message: string;
  /** What a person can do about it. */
  readonly hint?: string;
}

const UNEXPECTED = { code: "platform_broker_error", message: "the broker failed" } as const;
const NETWORK = {
  code: "no_network_connectivity",
  hint: "Check the network connection and try again.",
} as const;

/**
 * The statuses by their number on the wire, which from 15 on are not those of Microsoft's Node.js library. The numbers
 * that are not here (15, 16, 17, 20, 21) have no published name.
 */
const STATUSES: Readonly<Record<number, BrokerStatus>> = {
  0: { name: "Unexpected", ...UNEXPECTED },
  1: { name: "Reserved", ...UNEXPECTED },
  2: {
    name: "InteractionRequired",
    code: "interaction_required",
    message: "the broker needs the user to act",
    hint: "Call acquireTokenInteractive.",
  },
  3: { name: "NoNetwork", ...NETWORK, message: "the broker has no network" },
  4: {
    name: "NetworkTemporarilyUnavailable",
    ...NETWORK,
    message: "the broker has no network at the moment",
  },
  5: {
    name: "ServerTemporarilyUnavailable",
    code: "server_unavailable",
    message: "the sign-in server is unavailable at the moment",
    hint: "Try again later.",
  },
  6: { name: "ApiContractViolation", ...UNEXPECTED, message: "the broker refused the request as wrong" },
  7: { name: "UserCanceled", code: "user_canceled", message: "the user closed the broker's window" },
  8: {
    name: "ApplicationCanceled",
    ...UNEXPECTED,
    message: "the broker's window was closed by an application",
  },
  9: {
    name: "IncorrectConfiguration",
    ...UNEXPECTED,
    message: "the broker refused the application's configuration",
    hint: "Check the app registration: client ID, redirect URIs and public client flows.",
  },
  10: { name: "InsufficientBuffer", ...UNEXPECTED },
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
    hint: "Call acquireTokenInteractive.",
  },
  14: {
    name: "UserDataRemovalRequired",
    ...UNEXPECTED,
    message: "the organisation asks for the account's data to be removed from this device",
  },
  18: { name: "KeyNotFound", ...UNEXPECTED, message: "a key of this device is missing" },
  19: {
    name: "AccountNotFound",
    code: "no_account_found",
    message: "the broker does not know the account",
    hint: "Ask getAllAccounts() which accounts are there, or call acquireTokenInteractive.",
  },
};

/** What a status number means; a number that is not known is an unexpected failure, named by its number. */
export function brokerStatus(status: number): BrokerStatus {
  const known = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  return known ?? { name: `Status ${status}`, ...UNEXPECTED };
}

const TAG_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Tags have 30 bits. */
const LARGEST_TAG = 2 ** 30 - 1;

/** A tag as Microsoft's support writes it: five characters of six bits each, most significant first. */
export function tagText(tag: number): string {
  if (!Number.isInteger(tag) || tag < 0 || tag > LARGEST_TAG) return String(tag);
  const digits = [24, 18, 12, 6, 0].map((shift) => TAG_ALPHABET[(tag >>> shift) & 63]);
  // Six bits count to 63, and the alphabet ends at 35.
  return digits.includes(undefined) ? String(tag) : digits.join("");
}
