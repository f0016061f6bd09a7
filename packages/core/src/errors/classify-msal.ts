import { BrokerError } from "./broker-error.js";
import type { ErrorCode } from "./codes.js";
import { type ErrorContext, readOAuthError, toBrokerError } from "./oauth-error.js";
import { quotable, redactedError, textOf } from "./redact.js";
import { isError } from "./is-error.js";

/** What a code of msal-node's own means: none of them comes from the authority. */
interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

const SIGN_IN: Meaning = {
  code: "interaction_required",
  message: "there is no token in the cache that serves, and none to get one with",
  hint: "Call acquireTokenInteractive with the same scopes and account.",
};

const AUTHORITY: Meaning = {
  code: "untrusted_authority",
  message: "msal-node does not trust the authority",
  hint: 'Check "auth.authority", and list an authority of your own in "auth.knownAuthorities".',
};

const NETWORK: Meaning = {
  code: "no_network_connectivity",
  message: "the sign-in server could not be reached",
  hint: "Check the network and the proxy, and try again.",
};

const RESPONSE: Meaning = {
  code: "server_response_invalid",
  message: "what came back is no answer of a sign-in server",
  hint: "Look for a proxy, or for a network that wants you to sign in to it in a browser first.",
};

const DISCOVERY: Meaning = {
  ...RESPONSE,
  message: "the endpoints of the authority could not be found out",
  hint: 'Check "auth.authority", and list an authority of your own in "auth.knownAuthorities".',
};

const LOOPBACK: Meaning = {
  code: "route_unavailable",
  message: "the browser's answer could not be received on this machine",
  hint: "Check that this process may listen on 127.0.0.1.",
};

const REQUEST: Meaning = {
  code: "request_unsupported",
  message: "msal-node refuses the request",
  hint: "Mend or leave out the field that its words name.",
};

const OTHER: Meaning = {
  code: "route_unavailable",
  message: "the call failed inside this process, not at the sign-in server",
  hint: "Look at error.cause; a cache plugin or a network client of the application may have thrown it.",
};

/** By `errorCode` of msal-node 5 to 7. */
const MEANING: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["no_tokens_found", SIGN_IN],
  ["refresh_token_expired", SIGN_IN],
  ["native_account_unavailable", SIGN_IN],
  ["token_refresh_required", SIGN_IN],
  ["network_error", NETWORK],
  ["no_network_connectivity", NETWORK],
  ["token_parsing_error", RESPONSE],
  ["null_or_empty_token", RESPONSE],
  ["client_info_decoding_error", RESPONSE],
  ["client_info_empty_error", RESPONSE],
  ["no_auth_code_in_response", RESPONSE],
  ["authorization_code_missing_from_server_response", RESPONSE],
  ["state_mismatch", RESPONSE],
  ["state_not_found", RESPONSE],
  ["invalid_state", RESPONSE],
  [
    "loopback_server_query_response_not_supported",
    {
      ...RESPONSE,
      message: "the authority answered in the URL, where only form_post is taken",
      hint: 'Leave "response_mode" out of the request.',
    },
  ],
  ["endpoints_resolution_error", DISCOVERY],
  ["openid_config_error", DISCOVERY],
  ["untrusted_authority", AUTHORITY],
  ["issuer_validation_failed", AUTHORITY],
  ["authority_mismatch", AUTHORITY],
  ["authority_uri_insecure", AUTHORITY],
  [
    "nonce_mismatch",
    {
      code: "id_token_invalid",
      message: "the ID token is not of this sign-in",
      hint: "Start the sign-in again.",
    },
  ],
  ["loopback_server_timeout", LOOPBACK],
  ["loopback_server_already_exists", LOOPBACK],
  ["no_loopback_server_exists", LOOPBACK],
  ["invalid_loopback_server_address_type", LOOPBACK],
  ["unable_to_load_redirectUrl", LOOPBACK],
  [
    "no_account_found",
    {
      code: "no_account_found",
      message: "the cache does not hold the account",
      hint: "Ask getAllAccounts() which accounts are there, or sign in interactively.",
    },
  ],
  [
    "no_account_in_silent_request",
    {
      code: "no_account_found",
      message: "the request names no account",
      hint: "Ask getAllAccounts() which accounts are there, or sign in interactively.",
    },
  ],
  [
    "device_code_expired",
    {
      code: "device_code_expired",
      message: "the device code was not used in time",
      hint: "Start again, with a new code.",
    },
  ],
  [
    "user_timeout_reached",
    {
      code: "request_timeout",
      message: "the device code was not used within the time of the request",
      hint: "Allow more time.",
    },
  ],
  [
    "device_code_polling_cancelled",
    {
      code: "request_aborted",
      message: "the request was cancelled",
      hint: "Ask again only when the user wants to.",
    },
  ],
]);

/**
 * What an error that came out of a call of msal-node means. An error of this library passes as it is; whatever else was
 * thrown is told in its own words, without tokens and user names.
 */
export function classifyMsalError(error: unknown, context: ErrorContext): BrokerError {
  if (error instanceof BrokerError) return error;
  const { errorCode, name, ...rest } = fieldsOf(error);
  const meaning = MEANING.get(errorCode);
  if (meaning === undefined) {
    const said = authorityError({ errorCode, name, ...rest });
    if (said !== undefined) return toBrokerError(said, context);
  }
  const { code, message, hint } = meaning ?? (name === "ClientConfigurationError" ? REQUEST : OTHER);
  return new BrokerError(code, {
    message: `${message}: ${quotable(textOf(error))}`,
    hint,
    correlationId: context.correlationId,
    cause: redactedError(error),
  });
}

/** The fields of an error of msal-node's that are read here; all of them may be missing. */
interface MsalFields {
  readonly errorCode: string;
  readonly name: string;
  readonly errorMessage?: unknown;
  readonly subError?: unknown;
  readonly claims?: unknown;
  readonly errorNo?: unknown;
}

function fieldsOf(error: unknown): MsalFields {
  if (!isError(error)) return { errorCode: "", name: "" };
  const read = (field: string): unknown => Reflect.get(error, field);
  const errorCode = read("errorCode");
  return {
    errorCode: typeof errorCode === "string" ? errorCode : "",
    name: error.name,
    errorMessage: read("errorMessage"),
    subError: read("subError"),
    claims: read("claims"),
    errorNo: read("errorNo"),
  };
}

/** An error that msal-node made of an answer of the authority: of the authorize endpoint, or of one not seen by us. */
function authorityError({
  errorCode,
  name,
  errorMessage,
  subError,
  claims,
  errorNo,
}: MsalFields): ReturnType<typeof readOAuthError> {
  const wrapped = errorCode === "post_request_failed";
  if (!wrapped && name !== "ServerError" && name !== "InteractionRequiredAuthError") return undefined;
  // For a failed poll msal-node gives the bare `error` of the answer as its message.
  const fromAuthority = wrapped
    ? { error: errorMessage }
    : { error: errorCode, error_description: errorMessage };
  return readOAuthError({
    ...fromAuthority,
    suberror: subError,
    claims,
    error_codes: errorNo === undefined ? undefined : [Number(errorNo)],
  });
}
