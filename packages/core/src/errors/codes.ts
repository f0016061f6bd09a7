/**
 * Every error code that this library gives, each with one section in `docs/troubleshooting.md`.
 *
 * Those that {@link MSAL_CLASS} lists are thrown as msal-node's own classes; the rest are thrown as {@link BrokerError}.
 */
export type ErrorCode =
  | "interaction_required"
  | "no_network_connectivity"
  | "server_unavailable"
  | "user_canceled"
  | "untrusted_authority"
  | "no_account_found"
  | "platform_broker_error"
  | "app_registration_invalid"
  | "device_code_expired"
  | "id_token_invalid"
  | "request_throttled"
  | "server_error"
  | "account_mismatch"
  | "broker_contract_mismatch"
  | "broker_load_failed"
  | "broker_package_missing"
  | "broker_response_invalid"
  | "broker_unavailable"
  | "browser_failed"
  | "cache_unreadable"
  | "msal_node_missing"
  | "redirect_uri_mismatch"
  | "request_aborted"
  | "request_timeout"
  | "request_unsupported"
  | "route_unavailable"
  | "server_response_invalid";

/** The classes of msal-node that this library's errors are thrown as. */
export type MsalClassName =
  | "InteractionRequiredAuthError"
  | "ClientAuthError"
  | "ClientConfigurationError"
  | "ServerError";

/** The msal-node class that an error of a code is thrown as; codes not listed are plain `BrokerError`s. */
export const MSAL_CLASS: Readonly<Partial<Record<ErrorCode, MsalClassName>>> = {
  interaction_required: "InteractionRequiredAuthError",
  no_network_connectivity: "ClientAuthError",
  server_unavailable: "ServerError",
  user_canceled: "ClientAuthError",
  untrusted_authority: "ClientConfigurationError",
  no_account_found: "ClientAuthError",
  platform_broker_error: "ClientAuthError",
  app_registration_invalid: "ServerError",
  device_code_expired: "ClientAuthError",
  id_token_invalid: "ClientAuthError",
  request_throttled: "ServerError",
  server_error: "ServerError",
};

/** The codes whose condition may be gone when the same call is made again. */
export const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "no_network_connectivity",
  "server_unavailable",
  "request_throttled",
  "broker_unavailable",
  "request_timeout",
]);
