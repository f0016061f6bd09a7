import { addon } from "../support/addon.mjs";
import { PERSON } from "../support/answers.mjs";
import {
  accountsRequest,
  interactiveRequest,
  PROVIDER,
  providerRequest,
  signOutRequest,
  tokenRequest,
} from "./requests.mjs";

/**
 * A stage of an operation of the addon: one operation of Windows, which it waits for.
 *
 * @typedef {object} Stage
 * @property {string} method of Windows, as the interface has it
 * @property {string} name that errors have for it: the one that Microsoft documents
 * @property {(fields?: { timeoutMs?: number }) => import("../../../src/addon.js").Pending<unknown>} begin what comes to it,
 *   with PERSON as an account of Windows
 */

const byId = { accountId: PERSON.id };

/**
 * Every stage of every operation.
 *
 * @type {readonly Stage[]}
 */
export const STAGES = [
  {
    method: "FindAccountProviderWithAuthorityAsync",
    name: "FindAccountProviderAsync",
    begin: (fields) => addon.findProvider(providerRequest(fields)),
  },
  {
    method: "FindAccountProviderAsync",
    name: "FindAccountProviderAsync",
    begin: (fields) => addon.findProvider({ ...providerRequest(fields), provider: { id: PROVIDER.id } }),
  },
  {
    method: "FindAllAccountsWithClientIdAsync",
    name: "FindAllAccountsAsync",
    begin: (fields) => addon.findAccounts(accountsRequest(fields)),
  },
  {
    method: "FindAccountAsync",
    name: "FindAccountAsync",
    begin: (fields) => addon.getToken(tokenRequest({ ...byId, ...fields })),
  },
  {
    method: "GetTokenSilentlyAsync",
    name: "GetTokenSilentlyAsync",
    begin: (fields) => addon.getToken(tokenRequest(fields)),
  },
  {
    method: "GetTokenSilentlyWithWebAccountAsync",
    name: "GetTokenSilentlyAsync",
    begin: (fields) => addon.getToken(tokenRequest({ ...byId, ...fields })),
  },
  {
    method: "RequestTokenForWindowAsync",
    name: "RequestTokenForWindowAsync",
    begin: (fields) => addon.getToken(interactiveRequest(fields)),
  },
  {
    method: "RequestTokenWithWebAccountForWindowAsync",
    name: "RequestTokenWithWebAccountForWindowAsync",
    begin: (fields) => addon.getToken(interactiveRequest({ ...byId, ...fields })),
  },
  {
    method: "SignOutWithClientIdAsync",
    name: "SignOutAsync",
    begin: (fields) => addon.signOut(signOutRequest({ ...byId, ...fields })),
  },
];
