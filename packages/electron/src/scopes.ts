import { BrokerError } from "@authbroker/core";

/**
 * @throws TypeError that names the argument, unless it is an array of strings without blanks; none is an empty one.
 */
export function checkScopes(argument: string, scopes: unknown): readonly string[] {
  if (scopes === undefined) return [];
  if (!Array.isArray(scopes)) throw new TypeError(`"${argument}" must be an array of scopes`);
  return scopes.map((scope: unknown, index) => {
    if (typeof scope === "string" && /^\S+$/.test(scope)) return scope;
    throw new TypeError(`"${argument}[${index}]" must be one scope, without blanks`);
  });
}

/**
 * Lets the scopes pass that the main process lists; they are compared as they are written.
 *
 * @throws BrokerError `request_unsupported` that names the first that is not listed, and the list it is missing from.
 */
export function requireListed(scopes: readonly string[], listed: ReadonlySet<string>, list: string): void {
  const missing = scopes.find((scope) => !listed.has(scope));
  if (missing === undefined) return;
  throw new BrokerError("request_unsupported", {
    message:
      list === "tokenScopes"
        ? `this application keeps its tokens in the main process, and gives its pages none for "${missing}"`
        : `a page cannot sign in for "${missing}"`,
    hint:
      list === "tokenScopes"
        ? 'Call the API in the main process, in one of the "methods" of serveAuthbroker(), or list the scope in its "tokenScopes".'
        : `List it in "${list}" of serveAuthbroker(), written as the page writes it.`,
  });
}
