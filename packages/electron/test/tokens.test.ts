import { describe, expect, test } from "vitest";
import { MAIL_READ, rejected, served, USER_READ } from "./served.js";

describe("without tokenScopes", () => {
  test("no token leaves the main process", async () => {
    const { page, emulated } = await served();
    const { account } = await page.authbroker.signIn();
    if (account === null) throw new Error("no account");
    const asked = emulated.requests.length;
    for (const call of [
      page.authbroker.acquireTokenSilent({ scopes: [USER_READ], account }),
      page.authbroker.acquireTokenInteractive({ scopes: [USER_READ] }),
    ]) {
      expect(await rejected(call)).toMatchObject({
        errorCode: "request_unsupported",
        errorMessage: `this application keeps its tokens in the main process, and gives its pages none for "${USER_READ}"`,
        hint: expect.stringContaining('"tokenScopes"'),
      });
    }
    expect(emulated.requests.length).toBe(asked);
  });
});

describe("with tokenScopes", () => {
  test("a page gets tokens for these scopes, silently and with a window", async () => {
    const { page, emulated } = await served({ tokenScopes: [MAIL_READ] });
    const interactive = await page.authbroker.acquireTokenInteractive({ scopes: [MAIL_READ] });
    expect(interactive).toMatchObject({
      tokenType: "Bearer",
      scopes: [MAIL_READ],
      expiresOn: expect.any(Date),
      fromCache: false,
    });
    const { account } = interactive;
    if (account === null) throw new Error("no account");
    const silent = await page.authbroker.acquireTokenSilent({
      scopes: [MAIL_READ],
      account,
      forceRefresh: true,
      claims: '{"access_token":{}}',
    });
    expect(emulated.directory.issuedSecrets).toContain(silent.accessToken);
    expect(silent).not.toHaveProperty("idToken");
    expect(emulated.requests.at(-1)?.request).toMatchObject({
      forceRefresh: true,
      claims: '{"access_token":{}}',
    });
  });

  test("and none for others, nor for none", async () => {
    const { page, emulated } = await served({ tokenScopes: [MAIL_READ] });
    const { account } = await page.authbroker.signIn();
    if (account === null) throw new Error("no account");
    const asked = emulated.requests.length;
    for (const scopes of [[USER_READ], [MAIL_READ, USER_READ], [], [MAIL_READ.toUpperCase()]]) {
      await rejected(page.authbroker.acquireTokenSilent({ scopes, account }));
      await rejected(page.authbroker.acquireTokenInteractive({ scopes }));
    }
    expect(emulated.requests.length).toBe(asked);
  });

  test("a page signs in for all that is listed", async () => {
    const { page } = await served({ tokenScopes: [MAIL_READ] });
    expect([...(await page.authbroker.signIn()).scopes].toSorted()).toEqual([MAIL_READ, USER_READ]);
  });

  test("the account is the client's, whatever else a page writes into it", async () => {
    const { page, emulated } = await served({ tokenScopes: [MAIL_READ] });
    const { account } = await page.authbroker.signIn();
    if (account === null) throw new Error("no account");
    const forged = { ...account, nativeAccountId: "another", username: "other@contoso.example" };
    await page.authbroker.acquireTokenSilent({ scopes: [MAIL_READ], account: forged });
    expect(emulated.requests.at(-1)?.request).toMatchObject({
      account: { username: account.username, nativeAccountId: expect.not.stringMatching("another") },
    });
  });

  test("an account that is not signed in is not looked for at the broker's default", async () => {
    const { page } = await served({ tokenScopes: [MAIL_READ] });
    const { account } = await page.authbroker.signIn();
    const stranger = { homeAccountId: `x.${account?.tenantId}`, tenantId: String(account?.tenantId) };
    const call = page.authbroker.acquireTokenSilent({ scopes: [MAIL_READ], account: stranger });
    expect(await rejected(call)).toMatchObject({ errorCode: "no_account_found" });
  });
});
