import { BrokerError } from "@authbroker/core";
import { type Client, serveAuthbroker } from "@authbroker/electron/main";
import { describe, expect, test } from "vitest";
import { fakeElectron, WINDOW_HANDLE } from "./fake-electron.js";
import { MAIL_READ, rejected, served, USER_READ } from "./served.js";

describe("a page", () => {
  test("signs in, is told who it is, and signs out", async () => {
    const { page } = await served();
    expect(await page.authbroker.getAllAccounts()).toEqual([]);

    const { account, ...signIn } = await page.authbroker.signIn();
    expect(signIn).toEqual({
      scopes: [USER_READ],
      route: "broker",
      routeReason: "the broker is available",
      correlationId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(account).toEqual({
      homeAccountId: expect.any(String),
      localAccountId: expect.any(String),
      environment: "login.microsoftonline.com",
      tenantId: expect.any(String),
      username: "adele@contoso.example",
      name: "Adele Vance",
      source: "broker",
    });
    expect(await page.authbroker.getAllAccounts()).toEqual([account]);

    if (account === null) throw new Error("no account");
    await page.authbroker.signOut({ account });
    expect(await page.authbroker.getAllAccounts()).toEqual([]);
  });

  test("never holds a token, an ID token or a claim of one, unless it is given tokens", async () => {
    const { page, emulated } = await served();
    const seen = JSON.stringify([
      await page.authbroker.signIn(),
      await page.authbroker.getAllAccounts(),
      await page.authbroker.probeBroker(),
    ]);
    expect(emulated.directory.issuedSecrets.length).toBeGreaterThan(0);
    for (const secret of emulated.directory.issuedSecrets) expect(seen.includes(secret)).toBe(false);
    expect(seen).not.toMatch(/eyJ|idToken|nativeAccountId/);
  });

  test("asks whether there is a broker, and why not", async () => {
    const { page, emulated } = await served();
    expect(await page.authbroker.probeBroker({ timeoutMs: 1000 })).toEqual({
      available: true,
      running: true,
      version: expect.any(String),
    });
    emulated.setAvailable(false, "broker_not_installed");
    expect(await page.authbroker.probeBroker()).toEqual({
      available: false,
      reason: "broker_not_installed",
      message: "the test took the emulated broker away",
    });
    emulated.setAvailable(true);
    emulated.setLimits(["silent_only"]);
    expect(await page.authbroker.probeBroker()).toMatchObject({ limits: [{ reason: "silent_only" }] });
  });

  test("passes on what it may say of a sign-in", async () => {
    const { page, emulated } = await served();
    const correlationId = crypto.randomUUID();
    await page.authbroker.signIn({
      correlationId,
      scopes: [USER_READ],
      loginHint: "adele@contoso.example",
      domainHint: "organizations",
      prompt: "select_account",
      claims: '{"access_token":{}}',
      timeoutMs: 20_000,
    });
    expect(emulated.requests.at(-1)?.request).toMatchObject({
      correlationId,
      scopes: [USER_READ],
      loginHint: "adele@contoso.example",
      prompt: "select_account",
      claims: '{"access_token":{}}',
    });
  });

  test("signs in again with an account of its list, which another page may have signed in", async () => {
    const { electron, page, emulated } = await served();
    const { account } = await page.authbroker.signIn();
    const later = electron.openPage();
    const [listed] = await later.authbroker.getAllAccounts();
    expect(listed).toEqual(account);
    if (listed === undefined) throw new Error("no account");
    await later.authbroker.signIn({ account: listed, prompt: "none" });
    expect(emulated.requests.at(-1)?.request).toMatchObject({ account: { username: listed.username } });
  });
});

test("the window of the page is the parent of the sign-in window", async () => {
  const { electron, page, emulated } = await served();
  await page.authbroker.signIn();
  expect(emulated.requests.at(-1)?.request).toMatchObject({ parentWindow: WINDOW_HANDLE });

  await electron.openPage({ windowless: true }).authbroker.signIn();
  expect(emulated.requests.at(-1)?.request).not.toHaveProperty("parentWindow");
});

test("null is no account, and undefined no field: a page passes on what it was given", async () => {
  const { page, emulated } = await served();
  await page.authbroker.signIn({ account: null, claims: undefined, timeoutMs: undefined });
  expect(emulated.requests.at(-1)?.request).not.toHaveProperty("account");
});

test("without scopes of its own, an application's pages sign in for who the user is", async () => {
  const { page } = await served({ scopes: [] });
  expect((await page.authbroker.signIn()).scopes).toEqual(expect.any(Array));
});

test("a page cannot sign in for a scope that the main process does not list", async () => {
  const { page, emulated } = await served();
  const error = await rejected(page.authbroker.signIn({ scopes: [USER_READ, MAIL_READ] }));
  expect(error).toMatchObject({
    errorCode: "request_unsupported",
    errorMessage: `a page cannot sign in for "${MAIL_READ}"`,
    hint: 'List it in "scopes" of serveAuthbroker(), written as the page writes it.',
  });
  expect(emulated.requests.map(({ method }) => method)).not.toContain("acquireTokenInteractive");
});

test("the browser is opened by what the application gives for it", async () => {
  const requests: unknown[] = [];
  const answer = (request: unknown): Promise<never> => {
    requests.push(request);
    return Promise.reject(new BrokerError("user_canceled", { message: "the test cancels" }));
  };
  const client: Client = {
    probeBroker: answer,
    getAllAccounts: answer,
    acquireTokenSilent: answer,
    acquireTokenInteractive: answer,
    signOut: answer,
  };
  const openBrowser = (): Promise<void> => Promise.resolve();
  const electron = fakeElectron();
  const { ipcMain, BrowserWindow } = electron;
  serveAuthbroker(client, { ipcMain, BrowserWindow, origins: ["app://notes"], openBrowser });
  await rejected(electron.openPage().authbroker.signIn());
  expect(requests).toEqual([expect.objectContaining({ openBrowser })]);
});
