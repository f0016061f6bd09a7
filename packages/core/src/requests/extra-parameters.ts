import { requireStringRecord } from "./check.js";

/**
 * Parameters of OAuth, OpenID Connect and Entra that have a field of their own, by their names in a request.
 * `domain_hint` is not among them: applications have sent it this way since before it had one.
 */
const FIELD: ReadonlyMap<string, string> = new Map([
  ["claims", "claims"],
  ["client-request-id", "correlationId"],
  ["client_id", "auth.clientId"],
  ["login_hint", "loginHint"],
  ["nonce", "nonce"],
  ["prompt", "prompt"],
  ["redirect_uri", "redirectUri"],
  ["resource", "resource"],
  ["scope", "scopes"],
  ["sid", "sid"],
  ["state", "state"],
]);

/** Parameters that the protocol of a route sets. */
const PROTOCOL: ReadonlySet<string> = new Set([
  "client_info",
  "code",
  "code_challenge",
  "code_challenge_method",
  "code_verifier",
  "device_code",
  "grant_type",
  "refresh_token",
  "response_mode",
  "response_type",
]);

/**
 * Parameters of the caller's own. msal-node drops one that it sets itself, without a word, and sends one that it does not
 * set past every check of the field that it belongs to.
 *
 * @throws TypeError that names the parameter.
 */
export function checkExtraParameters(
  argument: string,
  value: unknown,
): Readonly<Record<string, string>> | undefined {
  if (value === undefined) return undefined;
  requireStringRecord(argument, value);
  for (const key of Object.keys(value)) {
    // Entra reads their names in any case.
    const name = key.toLowerCase();
    const field = FIELD.get(name);
    if (field !== undefined)
      throw new TypeError(`"${argument}.${key}" has a field of its own; give "${field}"`);
    if (PROTOCOL.has(name)) throw new TypeError(`"${argument}.${key}" is set by this library; leave it out`);
  }
  return { ...value };
}
