import { describe, expect, test } from "vitest";
import { client, clientId, emulated, rejection, SCOPES, signedIn } from "./emulator.js";

const VERSIONS = ["2.0.1", "2.0.2", "3.0.1"] as const;

describe.each(VERSIONS)("with broker %s", (version) => {
  test("a user signs in interactively, then silently, and signs out", async () => {
    const emulator = await emulated({ config: { broker: { version } } });
    const app = await client(emulator);
    expect(await app.getAllAccounts()).toEqual([]);

    const interactive = await app.acquireTokenInteractive({
      scopes: SCOPES,
      parentWindowHandle: app.CONSOLE_WINDOW_HANDLE,
    });
    const { account } = interactive;
    expect(account).not.toBeNull();
    if (account === null) return;
    expect(await app.getAllAccounts()).toMatchObject([
      { homeAccountId: account.homeAccountId, username: account.username, name: account.name },
    ]);

    const silent = await app.acquireTokenSilent({ scopes: SCOPES, account });
    expect(silent.account).toEqual(account);
    expect(silent.accessToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);

    await app.signOut({ account });
    expect(await app.getAllAccounts()).toEqual([]);
    expect(await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }))).toMatchObject({
      errorCode: expect.stringMatching(/^(interaction_required|no_account_found)$/),
    });
  });

  test("the result has msal-node's shape, and says which way the token came", async () => {
    const emulator = await emulated({ config: { broker: { version } } });
    const { app, account } = await signedIn(emulator);
    const correlationId = "8f14e45f-ceea-467f-9575-1b2c3d4e5f60";
    const result = await app.acquireTokenSilent({ scopes: SCOPES, account, correlationId });
    const [oid, tid] = account.homeAccountId.split(".");
    expect(result).toMatchObject({
      authority: "https://login.microsoftonline.com/common",
      uniqueId: oid,
      tenantId: tid,
      scopes: SCOPES,
      tokenType: "Bearer",
      correlationId,
      fromPlatformBroker: true,
      route: "broker",
      idTokenClaims: { oid, tid, aud: clientId(emulator), preferred_username: account.username },
      account: {
        homeAccountId: `${oid}.${tid}`,
        localAccountId: oid,
        tenantId: tid,
        environment: "login.microsoftonline.com",
        username: "adele@contoso.example",
        name: "Adele Vance",
        nativeAccountId: `${oid}.${tid}`,
      },
    });
    expect(result.expiresOn).toBeInstanceOf(Date);
    expect(result.expiresOn?.getTime()).toBeGreaterThan(Date.now());
  });

  test("the broker is sent what Microsoft's own client sends", async () => {
    const emulator = await emulated({ config: { broker: { version } } });
    const { app, account } = await signedIn(emulator);
    await app.acquireTokenSilent({ scopes: [...SCOPES, "openid", "offline_access"], account });
    const silent = emulator.broker.requests.findLast(({ method }) => method === "acquireTokenSilently");
    expect(silent?.protocolVersion).toBe("0.0");
    expect(silent?.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(silent?.body).toMatchObject({
      account: { homeAccountId: account.homeAccountId, realm: account.tenantId },
      authParameters: {
        account: { homeAccountId: account.homeAccountId },
        authority: `https://login.microsoftonline.com/${account.tenantId}`,
        authorizationType: 1,
        clientId: clientId(emulator),
        redirectUri: "https://login.microsoftonline.com/common/oauth2/nativeclient",
        requestedScopes: SCOPES,
        username: account.username,
      },
    });
  });
});

test("two users of one device never get each other's token", async () => {
  const answers = ["adele@contoso.example", "lee@contoso.example"];
  const emulator = await emulated({ onInteraction: () => ({ user: answers.shift() ?? "" }) });
  const app = await client(emulator);
  const adele = (await app.acquireTokenInteractive({ scopes: SCOPES })).account;
  const lee = (await app.acquireTokenInteractive({ scopes: SCOPES, prompt: "select_account" })).account;
  if (adele === null || lee === null) throw new Error("a sign-in brought no account");
  const results = await Promise.all(
    [adele, lee, adele, lee].map((account) => app.acquireTokenSilent({ scopes: SCOPES, account })),
  );
  expect(results.map(({ account }) => account?.username)).toEqual([
    "adele@contoso.example",
    "lee@contoso.example",
    "adele@contoso.example",
    "lee@contoso.example",
  ]);
  expect(results[0]?.accessToken).not.toBe(results[1]?.accessToken);
});

test("another user than the one asked for is an error, and the token is thrown away", async () => {
  const emulator = await emulated();
  const { app, account } = await signedIn(emulator);
  emulator.broker.faults.add({ fault: "wrong-identity" });
  const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }));
  expect(error).toMatchObject({ errorCode: "account_mismatch" });
});

test("forceRefresh brings a new token, and its absence the one the broker holds", async () => {
  const emulator = await emulated();
  const { app, account } = await signedIn(emulator);
  const request = { scopes: SCOPES, account };
  const first = await app.acquireTokenSilent(request);
  const second = await app.acquireTokenSilent(request);
  const renewed = await app.acquireTokenSilent({ ...request, forceRefresh: true });
  expect(second.accessToken).toBe(first.accessToken);
  expect(renewed.accessToken).not.toBe(first.accessToken);
});

test("a window, a login hint, claims and query parameters reach the broker", async () => {
  const emulator = await emulated();
  const app = await client(emulator);
  await app.acquireTokenInteractive({
    scopes: SCOPES,
    parentWindowHandle: Buffer.from([0x42, 0, 0, 2]),
    loginHint: "lee@contoso.example",
    claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}',
    extraQueryParameters: { dc: "ESTS-PUB" },
  });
  const { body } =
    emulator.broker.requests.findLast(({ method }) => method === "acquireTokenInteractively") ?? {};
  expect(body).toMatchObject({
    parentWindowHandle: 33_554_498,
    authParameters: {
      parentWindow: { handle: 33_554_498 },
      username: "lee@contoso.example",
      decodedClaims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}',
      additionalQueryParametersForAuthorization: { dc: "ESTS-PUB" },
    },
  });
});

test('prompt "none" never opens a window', async () => {
  const emulator = await emulated();
  const app = await client(emulator);
  const error = await rejection(app.acquireTokenInteractive({ scopes: SCOPES, prompt: "none" }));
  expect(error).toMatchObject({ errorCode: "interaction_required" });
  expect(emulator.broker.requests.map(({ method }) => method)).not.toContain("acquireTokenInteractively");
});

test("a redirect URI that is not registered is named", async () => {
  const emulator = await emulated();
  const app = await client(emulator);
  const error = await rejection(
    app.acquireTokenInteractive({ scopes: SCOPES, redirectUri: "https://contoso.example/wrong" }),
  );
  expect(error).toMatchObject({
    errorCode: "redirect_uri_mismatch",
    message: expect.stringContaining("https://contoso.example/wrong"),
  });
});

test("a user who closes the window is told apart from a failure", async () => {
  const emulator = await emulated({ onInteraction: () => ({ cancel: true }) });
  const app = await client(emulator);
  expect(await rejection(app.acquireTokenInteractive({ scopes: SCOPES }))).toMatchObject({
    name: "ClientAuthError",
    errorCode: "user_canceled",
    broker: { status: "UserCanceled" },
  });
});
