import type { ErrorCode } from "@authbroker/core";

/**
 * Who made an error. There is no tag on macOS, as Microsoft's runtime puts one into its errors: these names stand in its
 * place (see docs/macos-broker.md).
 */
export type Layer =
  /** `AuthenticationServices`, in an error of its own. */
  | "apple"
  /** The public errors of Microsoft's client inside the broker. */
  | "msale"
  /** Its internal errors. */
  | "mside"
  /** The authority, whose OAuth error the broker hands on. */
  | "oauth"
  /** The system's network. */
  | "netwk"
  /** Somebody else. */
  | "other";

/** What a code of an error means. */
export interface Meaning {
  readonly code: ErrorCode;
  /** What happened, one sentence without a full stop at the end. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
}

/** What a code stands for: an error of this library, an OAuth error, or a redirect URI that the broker does not take. */
type CodeMeaning = Meaning | { readonly oauth: string } | "redirect_uri";

type Codes = Readonly<Record<number, CodeMeaning>>;

const BROKER = "platform_broker_error";
const TRY_AGAIN = "Try again; if it stays, update Company Portal.";

const CANCELLED: Meaning = { code: "user_canceled", message: "the user closed the broker's window" };
const SIGN_IN: Meaning = {
  code: "interaction_required",
  message: "the broker needs the user to act",
  hint: "Call acquireTokenInteractive.",
};
const PASSWORD: Meaning = { ...SIGN_IN, message: "the user has to change the password" };
const OTHER_USER: Meaning = {
  code: "account_mismatch",
  message: "another user signed in than the one asked for",
  hint: "Sign in again and choose the account that was asked for.",
};
const NO_ACCOUNT: Meaning = {
  code: "no_account_found",
  message: "the broker does not know the account",
  hint: "Ask getAllAccounts() which accounts are there, or call acquireTokenInteractive.",
};
const AUTHORITY: Meaning = {
  code: "untrusted_authority",
  message: "the broker does not trust the authority",
  hint: "Check the authority of the request.",
};
/** An answer that is no error, and yet none that can be used. */
export const UNREADABLE_ANSWER: Meaning = {
  code: "broker_response_invalid",
  message: "the broker's answer cannot be used",
  hint: TRY_AGAIN,
};
/** The broker has one window for all that a person signs in to. */
export const WINDOW_OPEN: Meaning = {
  code: BROKER,
  message: "an interactive call is open already, and the broker has one window",
  hint: "Wait until it ends, or abort it, before the next one.",
};
const DEVICE: Meaning = {
  code: BROKER,
  message: "the device has to be registered with the organisation first",
  hint: "Sign in to Company Portal, and register the device there.",
};
const NOT_THERE: Meaning = {
  code: "broker_unavailable",
  message: "no SSO extension took the request",
  hint: "Ask probeBroker() what is missing.",
};
const PARAMETER: Meaning = { code: BROKER, message: "the broker refused a parameter of the request" };
const POLICY: Meaning = {
  code: "server_error",
  message: "an app protection policy of the organisation has to be there first",
};
const FEWER_SCOPES: Meaning = {
  code: "server_error",
  message: "the sign-in server granted fewer scopes than were asked for",
  hint: "Check the API permissions of the app registration.",
};
const OFFLINE: Meaning = {
  code: "no_network_connectivity",
  message: "the broker could not reach the sign-in server",
  hint: "Check the network connection and try again.",
};

const NOT_SAFE: Meaning = {
  code: BROKER,
  message: "the broker could make no safe connection (TLS) to the sign-in server",
  hint: "Check the clock of the Mac; behind a proxy that opens TLS, have its certificate trusted on it.",
};

/** `ASAuthorizationError.Code`. */
const APPLE: Codes = {
  1000: { code: BROKER, message: "macOS could not tell why the request failed", hint: TRY_AGAIN },
  1001: CANCELLED,
  1002: UNREADABLE_ANSWER,
  1003: NOT_THERE,
  1004: { code: BROKER, message: "the request to the broker failed", hint: TRY_AGAIN },
  // User interface was needed, and the request ruled it out.
  1005: SIGN_IN,
};

/** `MSALErrorDomain`, and its `MSALInternalErrorCodeKey`. */
const MSAL: Codes = {
  [-50001]: DEVICE,
  [-50002]: { oauth: "interaction_required" },
  [-50003]: FEWER_SCOPES,
  [-50004]: POLICY,
  [-50005]: CANCELLED,
  [-50006]: { oauth: "server_error" },
  [-50007]: { code: BROKER, message: "the device is not strong enough for the organisation's policy" },
  [-50008]: {
    code: BROKER,
    message: "the device was enrolled meanwhile",
    hint: "Make the same call again.",
  },
  [-50142]: PASSWORD,
  [-42000]: PARAMETER,
  [-42001]: "redirect_uri",
  [-42002]: { oauth: "invalid_request" },
  [-42003]: { oauth: "invalid_client" },
  [-42004]: { oauth: "invalid_grant" },
  [-42005]: { oauth: "invalid_scope" },
  [-42006]: { oauth: "unauthorized_client" },
  [-42010]: AUTHORITY,
  [-42011]: "redirect_uri",
  [-42101]: OTHER_USER,
  [-42102]: { ...NO_ACCOUNT, message: "several accounts of the broker fit the request" },
  [-42106]: NO_ACCOUNT,
  [-42402]: WINDOW_OPEN,
  [-42403]: { code: BROKER, message: "the broker found no window to show its own before" },
  [-42600]: UNREADABLE_ANSWER,
};

/** `MSIDErrorDomain` and `MSIDOAuthErrorDomain`, which share their numbers. */
const MSID: Codes = {
  [-50142]: PASSWORD,
  [-51111]: PARAMETER,
  [-51112]: PARAMETER,
  [-51113]: NO_ACCOUNT,
  [-51115]: { oauth: "interaction_required" },
  [-51117]: OTHER_USER,
  [-51119]: "redirect_uri",
  [-51400]: { oauth: "" },
  [-51401]: { oauth: "" },
  [-51410]: { oauth: "invalid_request" },
  [-51411]: { oauth: "invalid_client" },
  [-51412]: { oauth: "invalid_grant" },
  [-51413]: { oauth: "invalid_scope" },
  [-51414]: { oauth: "unauthorized_client" },
  [-51415]: FEWER_SCOPES,
  [-51416]: { oauth: "access_denied" },
  [-51417]: { oauth: "server_error" },
  [-51430]: POLICY,
  [-51600]: AUTHORITY,
  [-51700]: CANCELLED,
  [-51701]: CANCELLED,
  [-51710]: WINDOW_OPEN,
  [-51805]: UNREADABLE_ANSWER,
  [-51810]: DEVICE,
  [-51814]: NOT_THERE,
  [-51815]: UNREADABLE_ANSWER,
};

const TABLES: Readonly<Record<Layer, Codes>> = {
  apple: APPLE,
  msale: MSAL,
  mside: MSID,
  oauth: MSID,
  netwk: {},
  other: {},
};

/** What a code of a layer means; undefined where nobody knows. */
export function meaningOfCode(layer: Layer, code: number): CodeMeaning | undefined {
  // From NSURLErrorSecureConnectionFailed to NSURLErrorClientCertificateRequired.
  if (layer === "netwk") return code <= -1200 && code >= -1206 ? NOT_SAFE : OFFLINE;
  const table = TABLES[layer];
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

/** What is said of an error that nothing is known of. */
export const UNKNOWN_FAILURE: Meaning = { code: BROKER, message: "the broker failed" };

/** The code that Microsoft's client gives an OAuth error, by its name in lower case; any other is -51400. */
const OAUTH_CODES: Readonly<Record<string, number>> = {
  invalid_request: -51410,
  invalid_client: -51411,
  invalid_grant: -51412,
  invalid_scope: -51413,
  unauthorized_client: -51414,
  interaction_required: -51115,
  access_denied: -51416,
  server_error: -51417,
  tokentransferfailedotc: -51700,
};

/** The code that Microsoft's client gives an OAuth error. */
export function codeOfOAuthError(error: string, subError: string | undefined): number {
  if (error === "unauthorized_client" && subError === "protection_policy_required") return -51430;
  return Object.hasOwn(OAUTH_CODES, error) ? (OAUTH_CODES[error] ?? -51400) : -51400;
}

/**
 * The status that Microsoft's runtime has for such an error; macOS itself gives none. The names are those of its Python
 * binding, in which the errors are documented.
 */
const STATUSES: Readonly<Partial<Record<ErrorCode, string>>> = {
  interaction_required: "InteractionRequired",
  no_network_connectivity: "NoNetwork",
  server_unavailable: "ServerTemporarilyUnavailable",
  user_canceled: "UserCanceled",
  untrusted_authority: "AuthorityUntrusted",
  account_mismatch: "UserSwitched",
  no_account_found: "AccountNotFound",
};

/** The status of an error of a code. */
export function statusOf(code: ErrorCode): string {
  return `Response_Status.Status_${STATUSES[code] ?? "Unexpected"}`;
}
