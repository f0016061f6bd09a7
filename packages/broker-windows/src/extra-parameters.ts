import { BrokerError, type TokenRequest } from "@authbroker/core";
import { sendableText } from "@authbroker/core/broker";

/**
 * Parameters of the plug-ins that would make of a request another one than its fields say: another kind of token,
 * another way to sign in, another protocol. In lower case.
 */
const RESERVED: ReadonlySet<string> = new Set([
  "api-version",
  "authority",
  "certificateusage",
  "claims",
  "client_tokentype",
  "client_uiflow",
  "correlationid",
  "login_hint",
  "loginhint",
  "oauth2_batch",
  "oauth2_response",
  "password",
  "prompt",
  "redirect_uri",
  "refresh_binding",
  "req_cnf",
  "response_type",
  "samlassertion",
  "samlassertiontype",
  "scope",
  "token_type",
  "username",
  "validateauthority",
  "wam_compat",
  "x-client-info",
  "x-client-sku",
  "x-client-ver",
]);

/** Switches of Microsoft's own native library, which are no parameters of the plug-ins: nobody would look at them. */
const OF_MICROSOFTS_LIBRARY = /^msal_/i;

/** Parameters that a field of the request, or another parameter, becomes; both cannot be honoured. In lower case. */
const TAKEN: readonly (readonly [name: string, by: (request: TokenRequest) => boolean])[] = [
  ["minimum_token_lifetime", ({ forceRefresh }) => forceRefresh === true],
  ["discover", ({ extraQueryParameters: extra }) => extra?.["instance_aware"] !== undefined],
];

/**
 * Checks the extra parameters of a request, which become properties of it as they were given.
 *
 * @throws BrokerError `request_unsupported`, which names one that Windows cannot carry, or that this package sets or keeps
 * out.
 */
export function checkExtraParameters(request: TokenRequest): void {
  const taken = new Set(TAKEN.filter(([, isTaken]) => isTaken(request)).map(([name]) => name));
  for (const [name, value] of Object.entries(request.extraQueryParameters ?? {})) {
    const field = `extraQueryParameters.${name}`;
    sendableText(field, name);
    sendableText(field, value);
    if (OF_MICROSOFTS_LIBRARY.test(name)) throw unknown(field);
    if (RESERVED.has(name.toLowerCase()) || taken.has(name.toLowerCase())) throw reserved(field);
  }
}

/** The extra parameters as the Entra plug-in has them: what MSAL calls a sign-in in whichever cloud has another name there. */
export function forEntraPlugin(
  extra: TokenRequest["extraQueryParameters"],
): TokenRequest["extraQueryParameters"] {
  if (extra?.["instance_aware"] !== "true") return extra;
  const { instance_aware: _instanceAware, ...others } = extra;
  return { ...others, discover: "home" };
}

function unknown(field: string): BrokerError {
  return new BrokerError("request_unsupported", {
    message: `"${field}" is a switch of Microsoft's own native library, and the Web Account Manager does not know it`,
    hint: `Leave "${field}" out of the request on Windows.`,
  });
}

function reserved(field: string): BrokerError {
  return new BrokerError("request_unsupported", {
    message: `"${field}" is a parameter of the Web Account Manager that this library sets, or keeps out`,
    hint: `Leave "${field}" out of the request, and use the field of the request that means the same.`,
  });
}
