import type { ErrorCode } from "@authbroker/core";

/** A code, what it becomes, and the status that Microsoft's runtime has for that. */
type Row = readonly [code: number, errorCode: ErrorCode, status: string];

/** Errors of `AuthenticationServices` itself. */
export const APPLE_ERRORS: Row[] = [
  [1000, "platform_broker_error", "Unexpected"],
  [1001, "user_canceled", "UserCanceled"],
  [1002, "broker_response_invalid", "Unexpected"],
  [1003, "broker_unavailable", "Unexpected"],
  [1004, "platform_broker_error", "Unexpected"],
  [1005, "interaction_required", "InteractionRequired"],
  [1006, "platform_broker_error", "Unexpected"],
];

/** Errors of \`MSALErrorDomain\`. */
export const MSAL_ERRORS: Row[] = [
  [-50000, "platform_broker_error", "Unexpected"],
  [-50001, "platform_broker_error", "Unexpected"],
  [-50002, "interaction_required", "InteractionRequired"],
  [-50003, "server_error", "Unexpected"],
  [-50004, "server_error", "Unexpected"],
  [-50005, "user_canceled", "UserCanceled"],
  [-50006, "server_unavailable", "ServerTemporarilyUnavailable"],
  [-50007, "platform_broker_error", "Unexpected"],
  [-50008, "platform_broker_error", "Unexpected"],
  [-50142, "interaction_required", "InteractionRequired"],
  [-59999, "platform_broker_error", "Unexpected"],
];

/** \`MSALInternalErrorCodeKey\` of an error of that domain. */
export const MSAL_INTERNAL_ERRORS: Row[] = [
  [-42000, "platform_broker_error", "Unexpected"],
  [-42001, "redirect_uri_mismatch", "Unexpected"],
  [-42002, "server_error", "Unexpected"],
  [-42003, "app_registration_invalid", "Unexpected"],
  [-42004, "interaction_required", "InteractionRequired"],
  [-42005, "server_error", "Unexpected"],
  [-42006, "app_registration_invalid", "Unexpected"],
  [-42008, "platform_broker_error", "Unexpected"],
  [-42010, "untrusted_authority", "AuthorityUntrusted"],
  [-42011, "redirect_uri_mismatch", "Unexpected"],
  [-42101, "account_mismatch", "UserSwitched"],
  [-42102, "no_account_found", "AccountNotFound"],
  [-42106, "no_account_found", "AccountNotFound"],
  [-42402, "platform_broker_error", "Unexpected"],
  [-42403, "platform_broker_error", "Unexpected"],
  [-42600, "broker_response_invalid", "Unexpected"],
  [-42700, "platform_broker_error", "Unexpected"],
  [-42713, "platform_broker_error", "Unexpected"],
];

/** Errors of \`MSIDErrorDomain\`. */
export const MSID_ERRORS: Row[] = [
  [-51100, "platform_broker_error", "Unexpected"],
  [-51111, "platform_broker_error", "Unexpected"],
  [-51112, "platform_broker_error", "Unexpected"],
  [-51113, "no_account_found", "AccountNotFound"],
  [-51115, "interaction_required", "InteractionRequired"],
  [-51117, "account_mismatch", "UserSwitched"],
  [-51119, "redirect_uri_mismatch", "Unexpected"],
  [-51600, "untrusted_authority", "AuthorityUntrusted"],
  [-51700, "user_canceled", "UserCanceled"],
  [-51701, "user_canceled", "UserCanceled"],
  [-51710, "platform_broker_error", "Unexpected"],
  [-51800, "platform_broker_error", "Unexpected"],
  [-51805, "broker_response_invalid", "Unexpected"],
  [-51808, "platform_broker_error", "Unexpected"],
  [-51810, "platform_broker_error", "Unexpected"],
  [-51814, "broker_unavailable", "Unexpected"],
  [-51815, "broker_response_invalid", "Unexpected"],
  [-52001, "platform_broker_error", "Unexpected"],
];

/** Errors of \`MSIDOAuthErrorDomain\`. */
export const OAUTH_ERRORS: Row[] = [
  [-51400, "server_error", "Unexpected"],
  [-51401, "server_error", "Unexpected"],
  [-51410, "server_error", "Unexpected"],
  [-51411, "app_registration_invalid", "Unexpected"],
  [-51412, "interaction_required", "InteractionRequired"],
  [-51413, "server_error", "Unexpected"],
  [-51414, "app_registration_invalid", "Unexpected"],
  [-51415, "server_error", "Unexpected"],
  [-51416, "user_canceled", "UserCanceled"],
  [-51417, "server_unavailable", "ServerTemporarilyUnavailable"],
  [-51430, "server_error", "Unexpected"],
];

/** An error as a test plays it. */
interface CatalogueError {
  /** \`apple\`, or the domain of the broker's own error. */
  readonly domain: string;
  readonly code: number;
  readonly internal?: number;
  readonly errorCode: ErrorCode;
  readonly status: string;
}

const of = (domain: string, rows: readonly Row[]): CatalogueError[] =>
  rows.map(([code, errorCode, status]) => ({ domain, code, errorCode, status }));

/** All of them. */
export const ERRORS: CatalogueError[] = [
  ...of("apple", APPLE_ERRORS),
  ...of("MSALErrorDomain", MSAL_ERRORS),
  ...MSAL_INTERNAL_ERRORS.map(([internal, errorCode, status]) => ({
    domain: "MSALErrorDomain",
    code: -50000,
    internal,
    errorCode,
    status,
  })),
  ...of("MSIDErrorDomain", MSID_ERRORS),
  ...of("MSIDOAuthErrorDomain", OAUTH_ERRORS),
];

/** `error` of an answer, and the code that Microsoft's client gives it. */
export const OAUTH_ANSWERS: [string, number, ErrorCode][] = [
  ["invalid_request", -51410, "server_error"],
  ["invalid_client", -51411, "app_registration_invalid"],
  ["invalid_grant", -51412, "interaction_required"],
  ["invalid_scope", -51413, "server_error"],
  ["unauthorized_client", -51414, "app_registration_invalid"],
  ["interaction_required", -51115, "interaction_required"],
  ["access_denied", -51416, "user_canceled"],
  ["server_error", -51417, "server_unavailable"],
  ["tokenTransferFailedOTC", -51700, "user_canceled"],
  ["temporarily_unavailable", -51400, "server_unavailable"],
  ["consent_required", -51400, "interaction_required"],
  ["made_up", -51400, "server_error"],
  ["constructor", -51400, "server_error"],
];

/** The error as it is documented; `…` stands for words of the authority's, and the tag for whichever there is. */
const DOCUMENTED = `
redirect_uri_mismatch: the app registration lacks the redirect URI msauth.com.msauth.unsignedapp://auth
(tag=508170375 context=AADSTS50011 … errorCode=-51411 status=Response_Status.Status_Unexpected)
`;

/** A pattern of the documented text. */
function documented(): RegExp {
  const [before = "", after = ""] = DOCUMENTED.trim().replaceAll("\n", " ").split("…");
  const literal = (text: string): string =>
    text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace("tag=508170375", String.raw`tag=\w+`);
  return new RegExp(`^${literal(before.trim())}.*${literal(after.trim())}$`);
}

/** The pattern of the first line of that error. */
export const DOCUMENTED_REDIRECT_ERROR: RegExp = documented();
