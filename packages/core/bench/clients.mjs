// The same client twice, over the same cache: this library's, and msal-node's.
import assert from "node:assert/strict";
import { PublicClientApplication as MsalClient } from "@azure/msal-node";
import { PublicClientApplication } from "../dist/index.js";
import { accountOf, cacheOf, CLIENT_ID, pluginWith, SCOPE } from "./cache.mjs";

/** Both clients over a cache of so many accounts, that answer the same. */
export async function clientsOver(accounts) {
  const cache = cacheOf(accounts);
  const configuration = () => ({ auth: { clientId: CLIENT_ID }, cache: { cachePlugin: pluginWith(cache) } });
  const ours = await PublicClientApplication.create(configuration());
  const theirs = new MsalClient(configuration());
  const request = { account: accountOf(accounts >> 1), scopes: [SCOPE] };
  const clients = {
    ours: { silent: () => ours.acquireTokenSilent(request), accounts: () => ours.getAllAccounts() },
    theirs: { silent: () => theirs.acquireTokenSilent(request), accounts: () => theirs.getAllAccounts() },
  };
  // What is not the same answer is not worth comparing.
  const token = await clients.ours.silent();
  assert.equal(token.fromCache, true);
  assert.equal(token.accessToken, (await clients.theirs.silent()).accessToken);
  assert.equal((await clients.ours.accounts()).length, accounts);
  return clients;
}
