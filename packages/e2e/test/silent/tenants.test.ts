import type { AccountInfo } from "@authbroker/core";
import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import {
  accountOf,
  ADELE,
  browserUser,
  type BrowserUser,
  refreshes,
  rejection,
  SCOPES,
  signInAs,
} from "../support/browser-user.js";

const CONTOSO = "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a";
const FABRIKAM = "fab11ca0-71c5-4a0d-9b1e-0a6f5d3c2b1a";
const AT_FABRIKAM = `https://login.microsoftonline.com/${FABRIKAM}`;

/** Adele of Contoso, who is a guest of Fabrikam, and has signed in at home. */
function guest(): Promise<BrowserUser> {
  return browserUser({
    tenants: [
      { id: CONTOSO, name: "contoso" },
      { id: FABRIKAM, name: "fabrikam" },
    ],
    users: [
      {
        oid: "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69",
        username: ADELE,
        guestOf: ["fabrikam"],
      },
      { oid: "1ee90000-2c7f-4b8e-a1d4-6f5e4d3c2b1a", username: "lee@contoso.example" },
    ],
  });
}

const tenantOf = ({ accessToken }: { readonly accessToken: string }): unknown =>
  decodeJwt(accessToken)["tid"];

test("an authority of the guest's tenant brings that tenant's token, although the account is the home tenant's", async () => {
  const { app, account, authority } = await guest();
  expect(account.tenantId).toBe(CONTOSO);
  const there = await app.acquireTokenSilent({ scopes: SCOPES, account, authority: AT_FABRIKAM });
  expect(there).toMatchObject({ fromCache: false, tenantId: FABRIKAM });
  expect(there.account?.tenantId).toBe(FABRIKAM);
  expect(there.account?.homeAccountId).toBe(account.homeAccountId);
  expect(tenantOf(there)).toBe(FABRIKAM);
  expect(refreshes(authority).at(-1)?.path).toBe(`/${FABRIKAM}/oauth2/v2.0/token`);
});

test("the tokens of both tenants stay in the cache, and none answers for the other", async () => {
  const { app, account, authority, signedIn } = await guest();
  const there = await app.acquireTokenSilent({ scopes: SCOPES, account, authority: AT_FABRIKAM });
  const again = await app.acquireTokenSilent({ scopes: SCOPES, account, authority: AT_FABRIKAM });
  expect(again).toMatchObject({ fromCache: true, accessToken: there.accessToken, tenantId: FABRIKAM });
  const home = await app.acquireTokenSilent({ scopes: SCOPES, account });
  expect(home).toMatchObject({ fromCache: true, accessToken: signedIn.accessToken, tenantId: CONTOSO });
  expect(refreshes(authority)).toHaveLength(1);
});

test("the account of the guest's tenant needs no authority to get that tenant's token", async () => {
  const { app, account, signedIn } = await guest();
  const there = await app.acquireTokenSilent({ scopes: SCOPES, account, authority: AT_FABRIKAM });
  const again = await app.acquireTokenSilent({ scopes: SCOPES, account: accountOf(there) });
  expect(again).toMatchObject({ fromCache: true, accessToken: there.accessToken });
  const home = await app.acquireTokenSilent({
    scopes: SCOPES,
    account: accountOf(there),
    authority: `https://login.microsoftonline.com/${CONTOSO}`,
  });
  expect(home).toMatchObject({ fromCache: true, accessToken: signedIn.accessToken });
});

test("the accounts of both tenants are listed, and a sign-out of one is one of the person", async () => {
  const { app, account } = await guest();
  await app.acquireTokenSilent({ scopes: SCOPES, account, authority: AT_FABRIKAM });
  const tenants = async (): Promise<string[]> =>
    (await app.getAllAccounts()).map(({ tenantId }) => tenantId).toSorted();
  expect(await tenants()).toEqual([CONTOSO, FABRIKAM]);
  await app.signOut({ account });
  expect(await tenants()).toEqual([]);
});

test.each([["a guest's account from the browser", (): Promise<BrowserUser> => guest()]])(
  "%s that signs in at the guest's tenant is of that tenant",
  async (_what, setUp) => {
    const { app } = await setUp();
    const there = await signInAs(app, { user: ADELE }, { authority: AT_FABRIKAM });
    expect(there.tenantId).toBe(FABRIKAM);
    const silent = await app.acquireTokenSilent({ scopes: SCOPES, account: accountOf(there) });
    expect(silent).toMatchObject({ fromCache: true, accessToken: there.accessToken, tenantId: FABRIKAM });
  },
);

test("a tenant by its domain is asked the first time and answered from the cache from then on", async () => {
  const { app, account, authority } = await guest();
  const there = { scopes: SCOPES, account, authority: "https://login.microsoftonline.com/fabrikam" };
  const first = await app.acquireTokenSilent(there);
  expect(first).toMatchObject({ fromCache: false, tenantId: FABRIKAM });
  const second = await app.acquireTokenSilent(there);
  expect(second).toMatchObject({ fromCache: true, accessToken: first.accessToken, tenantId: FABRIKAM });
  const byId = await app.acquireTokenSilent({ ...there, authority: AT_FABRIKAM });
  expect(byId).toMatchObject({ fromCache: true, accessToken: first.accessToken });
  expect(refreshes(authority)).toHaveLength(1);
});

test.each(["common", "organizations"])("%s stands for the tenant of the account", async (tenant) => {
  const { app, account, signedIn } = await guest();
  const authority = `https://login.microsoftonline.com/${tenant}`;
  const home = await app.acquireTokenSilent({ scopes: SCOPES, account, authority });
  expect(home).toMatchObject({ fromCache: true, accessToken: signedIn.accessToken });
  const there = accountOf(await app.acquireTokenSilent({ scopes: SCOPES, account, authority: AT_FABRIKAM }));
  const guestHere = await app.acquireTokenSilent({ scopes: SCOPES, account: there, authority });
  expect(guestHere).toMatchObject({ fromCache: true, tenantId: FABRIKAM });
});

test("an authority under another name of the same cloud is answered from the cache", async () => {
  const { app, account, signedIn } = await guest();
  const authority = `https://login.windows.net/${CONTOSO}`;
  const result = await app.acquireTokenSilent({ scopes: SCOPES, account, authority });
  expect(result).toMatchObject({ fromCache: true, accessToken: signedIn.accessToken });
});

test("a tenant that the user is not in is an error, and never the home tenant's token", async () => {
  const { app, authority } = await guest();
  const lee = accountOf(await signInAs(app, { user: "lee@contoso.example" }));
  const call = app.acquireTokenSilent({ scopes: SCOPES, account: lee, authority: AT_FABRIKAM });
  expect(await rejection(call)).toMatchObject({ errorCode: "interaction_required", errorNo: 50020 });
  expect(refreshes(authority).at(-1)?.path).toBe(`/${FABRIKAM}/oauth2/v2.0/token`);
});

test("two tenants of one person at the same time are two calls, each with its own token", async () => {
  const { app, account } = await guest();
  const authorities = [AT_FABRIKAM, `https://login.microsoftonline.com/${CONTOSO}`, AT_FABRIKAM];
  const results = await Promise.all(
    authorities.map((authority) =>
      app.acquireTokenSilent({ scopes: SCOPES, account, authority, forceRefresh: true }),
    ),
  );
  expect(results.map(tenantOf)).toEqual([FABRIKAM, CONTOSO, FABRIKAM]);
});

test("a guest's token is refreshed for the guest's tenant", async () => {
  const { app, account } = await guest();
  const there: AccountInfo = accountOf(
    await app.acquireTokenSilent({ scopes: SCOPES, account, authority: AT_FABRIKAM }),
  );
  const forced = await app.acquireTokenSilent({ scopes: SCOPES, account: there, forceRefresh: true });
  expect(forced).toMatchObject({ fromCache: false, tenantId: FABRIKAM });
  expect(tenantOf(forced)).toBe(FABRIKAM);
});

test("whoever has just signed in at a domain is answered from the cache", async () => {
  const { authority, createApp, emulated } = await guest();
  const { clientId } = emulated;
  const app = await createApp({
    broker: {},
    auth: { clientId, authority: "https://login.microsoftonline.com/contoso" },
  });
  const signedIn = await signInAs(app, { user: ADELE });
  const silent = await app.acquireTokenSilent({ scopes: SCOPES, account: accountOf(signedIn) });
  expect(silent).toMatchObject({ fromCache: true, accessToken: signedIn.accessToken });
  expect(refreshes(authority)).toEqual([]);
});

test("a client whose own authority is a domain gets no token of another tenant that the account was listed for", async () => {
  const { account, authority, createApp, emulated } = await guest();
  const { clientId } = emulated;
  const app = await createApp({
    broker: {},
    auth: { clientId, authority: "https://login.microsoftonline.com/contoso" },
  });
  await signInAs(app, { user: ADELE });
  const there = accountOf(await app.acquireTokenSilent({ scopes: SCOPES, account, authority: AT_FABRIKAM }));
  const refreshed = refreshes(authority).length;
  expect(tenantOf(await app.acquireTokenSilent({ scopes: SCOPES, account: there }))).toBe(CONTOSO);
  const again = await app.acquireTokenSilent({ scopes: SCOPES, account: there });
  expect(again).toMatchObject({ fromCache: true, tenantId: CONTOSO });
  expect(refreshes(authority).length - refreshed).toBeLessThanOrEqual(1);
});
