// What the tests of the whole client have in common: an application, a person, and what Windows answers for them.
import { PublicClientApplication } from "@authbroker/core";
import { entraProperties, OBJECT_ID, PERSON, TENANT } from "../support/answers.mjs";

/** The audience of the ID tokens of support/answers.mjs. */
export const CLIENT_ID = "00000000-1111-4222-8333-444444444444";
export const SCOPES = ["https://graph.microsoft.com/User.Read"];
export const ORGANIZATIONS = "https://login.microsoftonline.com/organizations";

/** What `AccountInfo` has of the person of support/answers.mjs. */
export const ACCOUNT = {
  homeAccountId: `${OBJECT_ID}.${TENANT}`,
  localAccountId: OBJECT_ID,
  environment: "login.microsoftonline.com",
  tenantId: TENANT,
  username: PERSON.userName,
  name: "Jørgen Müller 東京 😀",
  nativeAccountId: PERSON.id,
  source: "broker",
};

/** A token of that person for every request. */
export const TOKEN = { token: "token for {scope}", properties: entraProperties() };

/** The class of Windows that everything begins with. */
export const MANAGER = "Windows.Security.Authentication.Web.Core.WebAuthenticationCoreManager";

/**
 * An application that takes the broker of Windows.
 *
 * @param {Partial<import("@authbroker/core").Configuration>} [configuration]
 */
export function createApp({ auth, ...others } = {}) {
  return PublicClientApplication.create({
    auth: { clientId: CLIENT_ID, authority: ORGANIZATIONS, ...auth },
    enableBrokerOnWindows: true,
    ...others,
  });
}

/**
 * The error that a call rejects with.
 *
 * @param {Promise<unknown>} call
 * @returns {Promise<import("@authbroker/core").BrokerError>}
 */
export async function rejection(call) {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("the call was not rejected");
}

/**
 * The fields of an object that another one has, to be compared with it.
 *
 * @param {Record<string, unknown>} object
 * @param {Record<string, unknown>} expected
 */
export function sameFields(object, expected) {
  return Object.fromEntries(Object.keys(expected).map((name) => [name, object[name]]));
}
