import { describe, expect, test } from "vitest";
import {
  commonHeaders,
  EXPIRES_ON,
  type Headers,
  INES,
  listed,
  TENANT_ID,
  tokenHeaders,
} from "../protocol/samples.js";
import { host, playElectron, type Step } from "../stand-in/stand-in.js";
import { ACCOUNT, client, enrolledMac, INTERACTIVE, optionsOf, SCOPES, standIn } from "./clients.js";

/** The operations that were asked for since the script began, in their order. */
const operations = (): readonly string[] => standIn.requests().map(({ operation }) => operation);

test("a sign-in with a window, and a token without one afterwards", async () => {
  enrolledMac();
  const app = await client();
  const interactive = await app.acquireTokenInteractive(INTERACTIVE);
  expect(interactive).toMatchObject({
    route: "broker",
    fromPlatformBroker: true,
    tokenType: "Bearer",
    account: { username: INES.username, name: INES.name, tenantId: TENANT_ID, source: "broker" },
    expiresOn: new Date(EXPIRES_ON),
    extExpiresOn: new Date(EXPIRES_ON + 3_600_000),
    scopes: ["https://graph.microsoft.com/User.Read", "https://graph.microsoft.com/Mail.Read"],
  });
  const { account } = interactive;
  if (account === null) throw new Error("the sign-in brought no account");
  await expect(app.acquireTokenSilent({ scopes: SCOPES, account })).resolves.toMatchObject({
    accessToken: interactive.accessToken,
    route: "broker",
  });
  expect(operations()).toStrictEqual(["get_device_info", "login", "refresh"]);
  const shown = standIn.requests().map(({ userInterfaceEnabled }) => userInterfaceEnabled);
  expect(shown).toStrictEqual([false, true, false]);
});

test("the accounts, a token for one of them, and its sign-out", async () => {
  enrolledMac();
  const app = await client();
  const [account] = await app.getAllAccounts();
  expect(account).toMatchObject({
    username: INES.username,
    homeAccountId: INES.homeAccountId,
    source: "broker",
  });
  if (account === undefined) throw new Error("there is no account");
  await app.acquireTokenSilent({ scopes: SCOPES, account });
  await app.signOut({ account });
  expect(operations()).toStrictEqual(["get_accounts_operation", "refresh", "remove_account_operation"]);
  expect(optionsOf("remove_account_operation")).toMatchObject({
    username: INES.username,
    home_account_id: INES.homeAccountId,
  });
});

test("the default account, with prompt none and for the operating system's", async () => {
  const { id_token_claims: _claims, ...flat } = listed(INES);
  const get_default_account = { headers: { ...commonHeaders("get_default_account"), ...flat } as Headers };
  enrolledMac({ get_default_account });
  const app = await client();
  await expect(app.acquireTokenSilent({ scopes: SCOPES, account: "os" })).resolves.toMatchObject({
    account: { username: INES.username },
  });
  await expect(app.acquireTokenInteractive({ scopes: SCOPES, prompt: "none" })).resolves.toMatchObject({
    route: "broker",
  });
  expect(standIn.requests().every(({ userInterfaceEnabled }) => !userInterfaceEnabled)).toBe(true);
});

test("every field of a request is in the record of what was asked", async () => {
  enrolledMac();
  const app = await client(undefined, { auth: { clientId: "grüße-北", clientCapabilities: ["CP1"] } });
  await app.acquireTokenInteractive({
    scopes: ["api://ノート/読む", "openid"],
    authority: "https://login.microsoftonline.us/contoso.example",
    parentWindowHandle: app.CONSOLE_WINDOW_HANDLE,
    prompt: "consent",
    loginHint: "größe@例え.example",
    domainHint: "例え.example",
    resource: "https://notes.example/mcp",
    claims: '{"id_token":{"auth_time":{"essential":true}}}',
    extraQueryParameters: { "a&b": "ü =" },
    redirectUri: "msauth.com.example.app://auth",
    correlationId: "0a0b0c0d-1111-4222-8333-444455556666",
  });
  expect(optionsOf("login")).toMatchObject({
    msg_protocol_ver: "4",
    correlation_id: "0A0B0C0D-1111-4222-8333-444455556666",
    authority: "https://login.microsoftonline.us/contoso.example",
    provider_type: "provider_aad_v2",
    client_id: "grüße-北",
    redirect_uri: "msauth.com.example.app://auth",
    scope: "api://ノート/読む",
    extra_oidc_scopes: "openid profile offline_access",
    username: "größe@例え.example",
    claims: '{"id_token":{"auth_time":{"essential":true}}}',
    client_capabilities: "CP1",
    extra_query_param: new URLSearchParams({
      "a&b": "ü =",
      resource: "https://notes.example/mcp",
      domain_hint: "例え.example",
    }).toString(),
    prompt: "consent",
  });
  await app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT, forceRefresh: true });
  expect(optionsOf("refresh")).toMatchObject({ force_refresh: "1", home_account_id: INES.homeAccountId });
});

describe("an answer counts once, wherever and however it comes:", () => {
  test.each<[string, Partial<Step>]>([
    ["on the main thread", { deliver: "main" }],
    ["on another thread", { deliver: "background" }],
    ["at once", { deliver: "atOnce" }],
    ["late", { deliver: "main", delayMs: 80 }],
    ["twice, on two threads", { deliver: "background", times: 2 }],
    ["twice, on the main thread", { deliver: "main", times: 2 }],
    ["with its names in capitals", { headerCase: "upper" }],
    ["with its names in small letters", { headerCase: "lower" }],
  ])("%s", async (_how, how) => {
    enrolledMac({
      refresh: { headers: tokenHeaders(), ...how },
      login: { headers: tokenHeaders(INES, "login"), ...how },
    });
    const app = await client();
    for (const call of [
      app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT }),
      app.acquireTokenInteractive(INTERACTIVE),
    ]) {
      await expect(call).resolves.toMatchObject({ account: { name: INES.name } });
    }
  });
});

describe("the prompt's place", () => {
  const anchors = (): readonly unknown[] =>
    standIn.eventsOf("presentationAnchor").map(({ window }) => window ?? "none");

  test("is macOS' own choice in a terminal program", async () => {
    enrolledMac();
    const app = await client();
    await app.acquireTokenInteractive(INTERACTIVE);
    expect(anchors()).toStrictEqual(["none"]);
  });

  test("is at the window in Electron, from the handle or from the window itself", async () => {
    playElectron();
    enrolledMac();
    const app = await client();
    const view = host.createView("the application's");
    for (const parentWindowHandle of [view, { getNativeWindowHandle: () => view }, view.readBigUInt64LE()]) {
      await app.acquireTokenInteractive({ scopes: SCOPES, parentWindowHandle });
    }
    expect(anchors()).toStrictEqual(["the application's", "the application's", "the application's"]);
    host.destroyView(view);
  });

  test("is no window that is gone", async () => {
    playElectron();
    enrolledMac();
    const app = await client();
    const view = host.createView();
    const call = app.acquireTokenInteractive({ scopes: SCOPES, parentWindowHandle: view });
    await expect(call).rejects.toMatchObject({
      errorCode: "request_unsupported",
      message: expect.stringContaining('the window of "parentWindowHandle" is not there'),
    });
    expect(operations()).toStrictEqual(["get_device_info"]);
    host.destroyView(view);
  });

  test("has to be given", async () => {
    enrolledMac();
    const app = await client();
    await expect(app.acquireTokenInteractive({ scopes: SCOPES })).rejects.toMatchObject({
      errorCode: "request_unsupported",
      message: expect.stringContaining('"parentWindowHandle" is missing'),
      hint: expect.stringContaining("CONSOLE_WINDOW_HANDLE"),
    });
    expect(operations()).toStrictEqual(["get_device_info"]);
  });
});

test("the redirect URI follows from who signed the program", async () => {
  const redirectUri = async (script: {
    bundleIdentifier?: string;
    teamIdentifier?: string;
  }): Promise<unknown> => {
    enrolledMac({}, script);
    await (await client({})).acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT });
    return optionsOf("refresh")["redirect_uri"];
  };
  const bundleIdentifier = "com.example.notes";
  expect(await redirectUri({ bundleIdentifier, teamIdentifier: "ABCDE12345" })).toBe(
    "msauth.com.example.notes://auth",
  );
  expect(await redirectUri({ bundleIdentifier })).toBe("msauth.com.msauth.unsignedapp://auth");
  expect(await redirectUri({ teamIdentifier: "HX7739G8FX" })).toBe("msauth.com.msauth.unsignedapp://auth");
});

test("a hundred calls at the same time each get an answer, and nothing is left of them", async () => {
  enrolledMac();
  const app = await client();
  const calls = Array.from({ length: 100 }, (_each, index) =>
    app.acquireTokenSilent({ scopes: [`scope-${index}`], account: ACCOUNT }),
  );
  const results = await Promise.all(calls);
  expect(results.every(({ account }) => account?.homeAccountId === INES.homeAccountId)).toBe(true);
  const scopes = standIn.requests().map(({ options }) => Object.fromEntries(options)["scope"]);
  expect(new Set(scopes).size).toBe(100);
  await expect.poll(() => standIn.unreleased()).toStrictEqual([]);
});

test("the event loop runs on while the extension is asked", async () => {
  enrolledMac({ refresh: { headers: tokenHeaders(), delayMs: 300 } });
  const app = await client();
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 5);
  await app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT });
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(10);
});
