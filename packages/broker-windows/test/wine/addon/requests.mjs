// Requests to the addon, and what came of them.
import { addon } from "../support/addon.mjs";
import { WORK } from "../support/stand-in.mjs";

/** Long enough for a slow machine; a test that waits for it fails. */
const TIME_LIMIT = 60_000;

export const PROVIDER = { ...WORK, authority: "organizations" };
export const CLIENT_ID = "00000000-1111-4222-8333-444444444444";
export const CORRELATION_ID = "11111111-2222-4333-8444-555555555555";

/** @param {Partial<import("../../../src/addon.js").OperationRequest>} [others] */
export function providerRequest(others) {
  return { provider: PROVIDER, timeoutMs: TIME_LIMIT, ...others };
}

/** @param {Partial<import("../../../src/addon.js").AccountsRequest>} [others] */
export function accountsRequest(others) {
  return { ...providerRequest(), clientId: CLIENT_ID, ...others };
}

/**
 * @param {Partial<import("../../../src/addon.js").TokenRequest>} [others]
 * @returns {import("../../../src/addon.js").TokenRequest}
 */
export function tokenRequest(others) {
  return {
    ...accountsRequest(),
    mode: "silent",
    scope: "User.Read",
    promptType: "default",
    correlationId: CORRELATION_ID,
    properties: {},
    ...others,
  };
}

/** @param {Partial<import("../../../src/addon.js").TokenRequest>} [others] */
export function interactiveRequest(others) {
  return tokenRequest({ mode: "interactive", ...others });
}

/** @param {Partial<import("../../../src/addon.js").SignOutRequest>} [others] */
export function signOutRequest(others) {
  return { ...accountsRequest(), accountId: "1", ...others };
}

/** @param {Parameters<typeof providerRequest>[0]} [others] */
export function findProvider(others) {
  return addon.findProvider(providerRequest(others)).answer;
}

/** @param {Parameters<typeof accountsRequest>[0]} [others] */
export function findAccounts(others) {
  return addon.findAccounts(accountsRequest(others)).answer;
}

/** @param {Parameters<typeof tokenRequest>[0]} [others] */
export function getToken(others) {
  return addon.getToken(tokenRequest(others)).answer;
}

/** @param {Parameters<typeof signOutRequest>[0]} [others] */
export function signOut(others) {
  return addon.signOut(signOutRequest(others)).answer;
}

/**
 * What an operation rejects with.
 *
 * @param {import("../../../src/addon.js").Pending<unknown>} pending
 * @returns {Promise<Error & { code?: string, hresult?: number, function?: string }>}
 */
export async function failure({ answer }) {
  try {
    await answer;
  } catch (error) {
    return error;
  }
  throw new Error("the operation did not fail");
}
