import { BrokerError } from "@authbroker/core";
import { requireText } from "./text.js";

/** Properties of a request; the system's cache counts each, so none is made anew for every request. */
export type Properties = Readonly<Record<string, string>>;

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

/**
 * The properties of a request: this package's, and the extra parameters of its caller, as given.
 *
 * @param own Properties that this package sets, which are the caller's nowhere.
 * @throws BrokerError `request_unsupported`, which names the parameter.
 */
export function withExtraParameters(own: Properties, extra: Properties = {}): Properties {
  const taken = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const properties: Record<string, string> = {};
  for (const [name, value] of Object.entries(extra)) {
    const field = `extraQueryParameters.${name}`;
    requireText(field, name);
    requireText(field, value);
    if (RESERVED.has(name.toLowerCase()) || taken.has(name.toLowerCase())) throw reserved(field);
    const [ownName, ownValue] = asTheEntraPluginHasIt(name, value);
    properties[ownName] = ownValue;
  }
  return { ...properties, ...own };
}

/** MSAL's parameter for sign-ins of any cloud has another name there. */
function asTheEntraPluginHasIt(name: string, value: string): readonly [name: string, value: string] {
  return name === "instance_aware" && value === "true" ? ["discover", "home"] : [name, value];
}

function reserved(field: string): BrokerError {
  return new BrokerError("request_unsupported", {
    message: `"${field}" is a parameter of the Web Account Manager that this library sets, or keeps out`,
    hint: `Leave "${field}" out of the request, and use the field of the request that means the same.`,
  });
}
