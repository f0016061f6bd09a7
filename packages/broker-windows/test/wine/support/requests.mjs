import { addon } from "./addon.mjs";
import { WORK } from "./stand-in.mjs";

/** @typedef {import("../../../src/addon.js").TokenRequest} TokenRequest */

export const CLIENT_ID = "00000000-1111-4222-8333-444444444444";
export const CORRELATION_ID = "99999999-8888-4777-8666-555555555555";

/** What every operation of these tests takes; the time is for a slow machine. */
export const COMMON = { provider: { ...WORK, authority: "organizations" }, timeoutMs: 60_000 };

/**
 * A request for a token, with fields of one's own.
 *
 * @param {Partial<TokenRequest>} [fields]
 * @returns {TokenRequest}
 */
export function tokenRequest(fields = {}) {
  return {
    ...COMMON,
    mode: "silent",
    clientId: CLIENT_ID,
    scope: "User.Read openid profile offline_access",
    promptType: "default",
    correlationId: CORRELATION_ID,
    properties: { wam_compat: "2.0" },
    appProperties: {},
    ...fields,
  };
}

/** @param {Partial<TokenRequest>} [fields] */
export function getToken(fields) {
  return addon.getToken(tokenRequest(fields)).answer;
}

/** @param {Partial<import("../../../src/addon.js").AccountsRequest>} [fields] */
export function findAccounts(fields) {
  return addon.findAccounts({ ...COMMON, clientId: CLIENT_ID, ...fields }).answer;
}

/** @param {Partial<import("../../../src/addon.js").OperationRequest>} [fields] */
export function findProvider(fields) {
  return addon.findProvider({ ...COMMON, ...fields }).answer;
}

/** @param {Partial<import("../../../src/addon.js").SignOutRequest> & { accountId: string }} fields */
export function signOut(fields) {
  return addon.signOut({ ...COMMON, clientId: CLIENT_ID, ...fields }).answer;
}
