import { InteractionRequiredAuthError } from "@azure/msal-node";
import { describe, expect, test } from "vitest";
import {
  accountOf,
  ADELE,
  browserUser,
  type BrowserUser,
  LEE,
  refreshes,
  rejection,
  SCOPES,
  signInAs,
} from "../support/browser-user.js";

const NEW = { scopes: SCOPES, forceRefresh: true };

describe.each([
  [
    "has not been used for too long",
    700082,
    (user: BrowserUser) => user.authority.directory.expireRefreshTokens(ADELE),
  ],
  ["was revoked", 50173, (user: BrowserUser) => user.authority.directory.revokeSessions(ADELE)],
] as const)("a refresh token that %s", (_what, errorNo, end) => {
  test("asks for the user, as msal-node's own class says", async () => {
    const user = await browserUser();
    end(user);
    const error = await rejection(user.app.acquireTokenSilent({ ...NEW, account: user.account }));
    expect(error).toBeInstanceOf(InteractionRequiredAuthError);
    expect(error).toMatchObject({ errorCode: "interaction_required", errorNo });
    expect(error.hint).toContain("acquireTokenInteractive");
  });

  test("does not end the access tokens that are in the cache", async () => {
    const user = await browserUser();
    const { app, account, signedIn } = user;
    end(user);
    await rejection(app.acquireTokenSilent({ ...NEW, account }));
    const result = await app.acquireTokenSilent({ scopes: SCOPES, account });
    expect(result).toMatchObject({ fromCache: true, accessToken: signedIn.accessToken });
  });

  test("asks for the user each time, and a sign-in brings a new one", async () => {
    const user = await browserUser();
    const { app, account } = user;
    end(user);
    for (const _ of [1, 2]) {
      const error = await rejection(app.acquireTokenSilent({ ...NEW, account }));
      expect(error).toMatchObject({ errorCode: "interaction_required" });
      expect(error).toBeInstanceOf(InteractionRequiredAuthError);
    }
    await signInAs(app, { user: ADELE }, { account });
    expect((await app.acquireTokenSilent({ ...NEW, account })).fromCache).toBe(false);
  });
});

test("each refresh token is used once where the authority insists on it", async () => {
  const { app, account, authority } = await browserUser();
  authority.directory.refreshTokens.rotateStrictly = true;
  for (const _ of [1, 2, 3]) await app.acquireTokenSilent({ ...NEW, account });
  await Promise.all([1, 2, 3].map(() => app.acquireTokenSilent({ ...NEW, account })));
  expect(refreshes(authority)).toHaveLength(4);
});

test("the end of a refresh token that the authority told beforehand asks for the user without a request", async () => {
  const { app, account, authority } = await browserUser({ authority: { refreshTokenExpiresIn: 200 } });
  const error = await rejection(app.acquireTokenSilent({ ...NEW, account }));
  expect(error).toBeInstanceOf(InteractionRequiredAuthError);
  expect(error.errorCode).toBe("interaction_required");
  expect(refreshes(authority)).toHaveLength(0);
});

test("somebody who signed out has to sign in again, and nobody else has to", async () => {
  const { app, account, authority } = await browserUser();
  const lee = await signInAs(app, { user: LEE });
  await app.signOut({ account });
  const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }));
  expect(error).toBeInstanceOf(InteractionRequiredAuthError);
  expect(error.errorCode).toBe("interaction_required");
  expect(refreshes(authority)).toHaveLength(0);
  expect(await app.acquireTokenSilent({ scopes: SCOPES, account: accountOf(lee) })).toMatchObject({
    fromCache: true,
    accessToken: lee.accessToken,
  });
  expect((await app.getAllAccounts()).map(({ username }) => username)).toEqual([LEE]);
});

test("an account that nobody here knows has to sign in, whoever else is there", async () => {
  const { app, account, authority } = await browserUser();
  const stranger = { ...account, homeAccountId: `${account.tenantId}.${account.tenantId}` };
  const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account: stranger }));
  expect(["interaction_required", "no_account_found"]).toContain(error.errorCode);
  expect(refreshes(authority)).toHaveLength(0);
});

test("a disabled user is refused, and let in again once enabled", async () => {
  const { app, account, authority } = await browserUser();
  authority.directory.setEnabled(ADELE, false);
  const error = await rejection(app.acquireTokenSilent({ ...NEW, account }));
  expect(error).toMatchObject({ errorCode: "interaction_required", errorNo: 50057 });
  authority.directory.setEnabled(ADELE, true);
  expect((await app.acquireTokenSilent({ ...NEW, account })).fromCache).toBe(false);
});

test("the token of another user is refused, and nothing of it is kept", async () => {
  const { app, account, authority, signedIn } = await browserUser();
  authority.faults.add({ fault: "wrong-user", times: 1 });
  const error = await rejection(app.acquireTokenSilent({ ...NEW, account }));
  expect(error.errorCode).toBe("account_mismatch");
  expect(await app.getAllAccounts()).toHaveLength(1);
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).accessToken).toBe(signedIn.accessToken);
});

test.each(["scope-form", "scope-declined"] as const)(
  "an authority that answers with %s does not make each call a request",
  async (fault) => {
    const { app, account, authority } = await browserUser();
    authority.faults.add({ fault });
    const scopes = fault === "scope-form" ? SCOPES : [...SCOPES, "Mail.Read"];
    const first = await app.acquireTokenSilent({ scopes, account, forceRefresh: true });
    const second = await app.acquireTokenSilent({ scopes: SCOPES, account });
    expect(second).toMatchObject({ fromCache: true, accessToken: first.accessToken });
  },
);
