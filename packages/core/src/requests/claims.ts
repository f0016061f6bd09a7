import { describe, requireJsonObject } from "./check.js";

/**
 * The claims request to send: the caller's, with the client capabilities merged in as `xms_cc`, as MSAL does. A claims
 * challenge of a resource that supports Continuous Access Evaluation is only ever sent to a client that said `CP1`.
 *
 * @returns JSON text, or undefined when there is nothing to ask.
 * @throws TypeError when `claims` is not JSON text of an object.
 */
export function mergeClaims(claims: unknown, capabilities: readonly string[]): string | undefined {
  if (claims === undefined || claims === "") {
    return capabilities.length === 0 ? undefined : JSON.stringify({ access_token: xmsCc(capabilities) });
  }
  const asked = requireJsonObject("claims", claims);
  if (capabilities.length === 0) return JSON.stringify(asked);
  const forAccessToken = asked["access_token"] ?? {};
  if (typeof forAccessToken !== "object" || Array.isArray(forAccessToken)) {
    throw new TypeError(`"claims.access_token" must be an object; received ${describe(forAccessToken)}`);
  }
  return JSON.stringify({ ...asked, access_token: { ...forAccessToken, ...xmsCc(capabilities) } });
}

const xmsCc = (values: readonly string[]): object => ({ xms_cc: { values } });
