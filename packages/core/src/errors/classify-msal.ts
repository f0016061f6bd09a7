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

/** By `errorCode` of msal-node 5 to 7: those that the calls made here can end in. */
const MEANING: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ["no_tokens_found", SIGN_IN],
  ["refresh_token_expired", SIGN_IN],
  ["network_error", NETWORK],
  ["token_parsing_error", RESPONSE],
  ["null_or_empty_token", RESPONSE],
  ["client_info_decoding_error", RESPONSE],
  ["endpoints_resolution_error", DISCOVERY],
  ["openid_config_error", DISCOVERY],
  ["untrusted_authority", AUTHORITY],
  ["issuer_validation_failed", AUTHORITY],
  ["authority_uri_insecure", AUTHORITY],
  [
    "device_code_expired",
    {
      code: "device_code_expired",
      message: "the device code was not used in time",
      hint: "Start again, with a new code.",
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
