import { BrokerError } from "@authbroker/core";

const SCOPES = ["https://graph.microsoft.com/User.Read"];

/**
 * Asks an API who somebody is. The token is got here and stays here: a page gets the answer.
 *
 * @param {Pick<import("@authbroker/core").PublicClientApplication, "acquireTokenSilent" | "getAllAccounts">} client
 * @param {string} api
 * @returns {import("@authbroker/electron/main").PageMethods[string]} takes the `homeAccountId` of an account
 */
export function createProfileReader(client, api) {
  return async (homeAccountId, { signal, correlationId }) => {
    const limits = { signal, correlationId };
    const accounts = await client.getAllAccounts(limits);
    const account = accounts.find((known) => known.homeAccountId === homeAccountId);
    if (account === undefined) {
      throw new BrokerError("no_account_found", {
        message: "nobody is signed in with this account",
        hint: "Sign in.",
      });
    }
    const { accessToken } = await client.acquireTokenSilent({ ...limits, scopes: SCOPES, account });
    const response = await fetch(api, { headers: { authorization: `Bearer ${accessToken}` }, signal });
    if (!response.ok) throw refused(api, response);
    return pick(await response.json());
  };
}

/**
 * Continuous access evaluation: an API may ask for a new sign-in with these claims, at any time.
 *
 * @param {string} api
 * @param {Response} response
 */
function refused(api, response) {
  const { host } = new URL(api);
  const challenge = /claims="(?<claims>[\w+/=-]+)"/.exec(response.headers.get("www-authenticate") ?? "");
  const claims = challenge?.groups?.["claims"];
  if (claims === undefined) return new Error(`${host} answered with HTTP ${response.status}`);
  return new BrokerError("interaction_required", {
    message: `${host} asks for a new sign-in`,
    hint: "Sign in again.",
    claims: Buffer.from(claims, "base64").toString("utf8"),
  });
}

/** @param {unknown} answer what Microsoft Graph says of a user */
function pick(answer) {
  /** @type {Readonly<Record<string, unknown>>} */
  const user = typeof answer === "object" ? { ...answer } : {};
  const text = (/** @type {string} */ field) => (typeof user[field] === "string" ? user[field] : "");
  return {
    displayName: text("displayName"),
    userPrincipalName: text("userPrincipalName"),
    mail: text("mail"),
    jobTitle: text("jobTitle"),
  };
}
