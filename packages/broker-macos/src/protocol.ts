/**
 * The names of Microsoft's Enterprise SSO extension. Microsoft publishes no description of them; they are what its own
 * open-source client sends (see docs/macos-broker.md).
 */

/** The identity provider's URL, for every cloud and tenant. */
export const PROVIDER_URL = "https://login.microsoftonline.com/common";

/** The bundle identifier of the application that brings the extension. */
export const COMPANY_PORTAL = "com.microsoft.CompanyPortalMac";

/** The redirect URI of programs that have no bundle identifier, or are not signed by a team. */
export const UNSIGNED_REDIRECT_URI = "msauth.com.msauth.unsignedapp://auth";

/** The operations this package asks for, and the kind of answer that each has. */
export const RESPONSE_TYPE = {
  refresh: "operation_token_response",
  login: "operation_token_response",
  get_accounts_operation: "operation_get_accounts_response",
  get_default_account: "operation_get_default_account_response",
  remove_account_operation: "operation_generic_response",
  get_device_info: "operation_generic_response",
} as const;

/** `requestedOperation`. */
export type Operation = keyof typeof RESPONSE_TYPE;
