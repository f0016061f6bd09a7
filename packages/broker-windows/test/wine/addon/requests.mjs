// Requests to the addon, and what came of them.
import { WORK } from "../support/stand-in.mjs";

/** Long enough for a slow machine; a test that waits for it fails. */
const TIME_LIMIT = 60_000;

export const PROVIDER = { id: WORK.id, authority: "organizations" };

/** @param {Partial<import("../../../src/addon.js").OperationRequest>} [others] */
export function providerRequest(others) {
  return { provider: PROVIDER, timeoutMs: TIME_LIMIT, ...others };
}

/** @param {Partial<import("../../../src/addon.js").AccountsRequest>} [others] */
export function accountsRequest(others) {
  return { ...providerRequest(), clientId: "client", ...others };
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
    correlationId: "11111111-2222-4333-8444-555555555555",
    properties: {},
    appProperties: {},
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
