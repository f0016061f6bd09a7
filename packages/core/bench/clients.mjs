// The same client twice, over the same cache: this library's, and msal-node's.
import assert from "node:assert/strict";
import { PublicClientApplication as MsalClient } from "@azure/msal-node";
import { PublicClientApplication } from "../dist/index.js";
import { accountOf, cacheOf, CLIENT_ID, pluginWith, SCOPE } from "./cache.mjs";
import { networkClient, signIn } from "./sign-ins.mjs";

/** Both clients over the same text of so many accounts. */
export async function clientsOver(accounts) {
  const cache = cacheOf(accounts);
  const configuration = () => ({ auth: { clientId: CLIENT_ID }, cache: { cachePlugin: pluginWith(cache) } });
  return alike(
    await PublicClientApplication.create(configuration()),
    new MsalClient(configuration()),
    accounts,
  );
}

/** Both clients after the same sign-ins of so many people, without a plugin. */
export async function clientsInMemory(accounts) {
  const configuration = { auth: { clientId: CLIENT_ID }, system: { networkClient } };
  const ours = await PublicClientApplication.create(configuration);
  const theirs = new MsalClient(configuration);
  for (const client of [ours, theirs]) await signIn(client, accounts, [SCOPE]);
  return alike(ours, theirs, accounts);
}

/** The calls to compare. What is not the same answer is not worth it. */
async function alike(ours, theirs, accounts) {
  const request = { account: accountOf(accounts >> 1), scopes: [SCOPE] };
  const clients = {
    ours: { silent: () => ours.acquireTokenSilent(request), accounts: () => ours.getAllAccounts() },
    theirs: { silent: () => theirs.acquireTokenSilent(request), accounts: () => theirs.getAllAccounts() },
  };
  const token = await clients.ours.silent();
  assert.equal(token.fromCache, true);
  assert.equal(token.accessToken, (await clients.theirs.silent()).accessToken);
  assert.equal((await clients.ours.accounts()).length, accounts);
  return clients;
}
