import { CONSOLE_WINDOW_HANDLE, type TokenResponse } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { CLIENT_ID, createApp, fakeBroker, INES, TENANT_ID, tokenOf, TOM } from "./fake-broker.js";
import { brokerError, rejection } from "./rejection.js";

const scopes = ["User.Read"];
const CORRELATION_ID = "0a0b0c0d-1111-4222-8333-444455556666";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe("a token", () => {
  test.each(["acquireTokenSilent", "acquireTokenInteractive"] as const)(
    "of %s comes in msal-node's shape, with the route it took",
    async (method) => {
      const app = await createApp(fakeBroker().broker);
      const token = tokenOf(INES);

      const result = await app[method]({
        scopes,
        account: INES,
        correlationId: CORRELATION_ID,
        state: "s 1",
      });

      expect(result).toStrictEqual({
        authority: "https://login.microsoftonline.com/common",
        uniqueId: INES.localAccountId,
        tenantId: TENANT_ID,
        scopes: ["User.Read", "Mail.Read"],
        account: {
          homeAccountId: INES.homeAccountId,
          localAccountId: INES.localAccountId,
          environment: "login.microsoftonline.com",
          tenantId: TENANT_ID,
          username: "ines@contoso.example",
          name: "Ines Marten",
          idTokenClaims: token.idTokenClaims,
          nativeAccountId: "native-ines",
          authorityType: "MSSTS",
          source: "broker",
        },
        idToken: token.idToken,
        idTokenClaims: token.idTokenClaims,
        accessToken: token.accessToken,
        fromCache: false,
        expiresOn: new Date("2030-01-02T03:04:05Z"),
        extExpiresOn: new Date("2030-01-02T04:04:05Z"),
        tokenType: "Bearer",
        correlationId: CORRELATION_ID,
        state: "s 1",
        fromPlatformBroker: true,
        route: "broker",
        routeReason: expect.stringContaining("broker"),
      });
    },
  );

  test("says nothing of what the broker did not say", async () => {
    const { name: _name, ...nameless } = INES;
    const { extendedExpiresOn: _extended, ...token } = tokenOf(nameless);
    const app = await createApp(fakeBroker({ acquireTokenInteractive: () => Promise.resolve(token) }).broker);

    const result = await app.acquireTokenInteractive({ scopes });

    expect(result).not.toHaveProperty("extExpiresOn");
    expect(result).not.toHaveProperty("state");
    expect(result.account).not.toHaveProperty("name");
    expect(result.correlationId).toMatch(UUID);
  });

  test("names the request by its correlation id in lower case, and a new one each time", async () => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    const given = await app.acquireTokenInteractive({ scopes, correlationId: CORRELATION_ID.toUpperCase() });
    const [one, two] = [await app.getAllAccounts(), await app.getAllAccounts()];

    const ids = calls.map(({ request }) => (request as { correlationId: string }).correlationId);
    expect(ids[0]).toBe(CORRELATION_ID);
    expect(given.correlationId).toBe(CORRELATION_ID);
    expect(ids[1]).toMatch(UUID);
    expect(ids[1]).not.toBe(ids[2]);
    expect(one).toStrictEqual(two);
  });
});

describe("the broker is asked", () => {
  test("silently, with every field of the request", async () => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker, { authority: `https://login.microsoftonline.com/${TENANT_ID}/` });

    await app.acquireTokenSilent({
      scopes: ["openid", "User.Read"],
      account: INES,
      claims: '{"id_token":{"acr":null}}',
      correlationId: CORRELATION_ID,
      extraParameters: { dc: "b" },
      extraQueryParameters: { dc: "a", slice: "test" },
      forceRefresh: true,
      redirectUri: "https://localhost/done",
    });

    expect(calls).toMatchObject([{ method: "acquireTokenSilent" }]);
    expect(calls[0]?.request).toStrictEqual({
      clientId: CLIENT_ID,
      redirectUri: "https://localhost/done",
      correlationId: CORRELATION_ID,
      authority: `https://login.microsoftonline.com/${TENANT_ID}`,
      scopes: ["openid", "User.Read"],
      account: INES,
      claims: '{"id_token":{"acr":null}}',
      extraQueryParameters: { dc: "b", slice: "test" },
      forceRefresh: true,
    });
  });

  test("interactively, with the least there can be", async () => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    await app.acquireTokenInteractive({ correlationId: CORRELATION_ID });

    expect(calls).toMatchObject([{ method: "acquireTokenInteractive" }]);
    expect(calls[0]?.request).toStrictEqual({
      clientId: CLIENT_ID,
      redirectUri: "https://login.microsoftonline.com/common/oauth2/nativeclient",
      correlationId: CORRELATION_ID,
      authority: "https://login.microsoftonline.com/common",
      scopes: ["openid", "profile", "offline_access"],
    });
  });

  test.each(["login", "select_account", "consent", "create"] as const)(
    "interactively with prompt %s, the account and the window",
    async (prompt) => {
      const { broker, calls } = fakeBroker();
      const app = await createApp(broker);

      await app.acquireTokenInteractive({
        scopes,
        prompt,
        account: INES,
        loginHint: INES.username,
        parentWindowHandle: CONSOLE_WINDOW_HANDLE,
      });

      expect(calls[0]?.method).toBe("acquireTokenInteractive");
      expect(calls[0]?.request).toMatchObject({
        prompt,
        account: INES,
        loginHint: INES.username,
        parentWindow: "console",
      });
    },
  );

  test("silently when the prompt is none, with or without an account", async () => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    await app.acquireTokenInteractive({ scopes, prompt: "none" });
    await app.acquireTokenInteractive({ scopes, prompt: "none", account: TOM });

    expect(calls.map(({ method }) => method)).toStrictEqual(["acquireTokenSilent", "acquireTokenSilent"]);
    expect(calls[0]?.request).not.toHaveProperty("prompt");
    expect(calls[1]?.request).toMatchObject({ account: TOM });
  });

  test("with the redirect URI that the broker names for this process when the caller gives none", async () => {
    const { broker, calls } = fakeBroker({
      platform: "macos",
      redirectUri: (clientId) => `msauth.com.contoso.${clientId}://auth`,
    });
    const app = await createApp(broker);
    await app.acquireTokenInteractive({ scopes: ["User.Read"] });
    await app.acquireTokenInteractive({
      scopes: ["User.Read"],
      redirectUri: "msauth.com.contoso.mail://auth",
    });
    expect(calls.map(({ request }) => request)).toMatchObject([
      { redirectUri: `msauth.com.contoso.${CLIENT_ID}://auth` },
      { redirectUri: "msauth.com.contoso.mail://auth" },
    ]);
  });

  test.each(["linux", "windows", "macos"] as const)(
    "with the redirect URI of %s when the caller gives none",
    async (platform) => {
      const { broker, calls } = fakeBroker({ platform });
      const app = await createApp(broker);

      await app.acquireTokenInteractive({ scopes });
      await app.acquireTokenInteractive({ scopes, redirectUri: "" });

      const redirectUri = {
        linux: "https://login.microsoftonline.com/common/oauth2/nativeclient",
        windows: `ms-appx-web://Microsoft.AAD.BrokerPlugin/${CLIENT_ID}`,
        macos: "msauth.com.msauth.unsignedapp://auth",
      }[platform];
      expect(calls.map(({ request }) => request)).toMatchObject([{ redirectUri }, { redirectUri }]);
    },
  );
});

test("a domain hint may come as a field or as the parameter it is, and not as both", async () => {
  const { broker, calls } = fakeBroker();
  const app = await createApp(broker);
  const extraQueryParameters = { domain_hint: "contoso.example" };

  await app.acquireTokenInteractive({ scopes, domainHint: "contoso.example" });
  await app.acquireTokenInteractive({ scopes, extraQueryParameters });
  const both = await rejection(
    app.acquireTokenInteractive({ scopes, extraQueryParameters, domainHint: "contoso.example" }),
  );

  expect(calls.map(({ request }) => request)).toMatchObject([
    { extraQueryParameters },
    { extraQueryParameters },
  ]);
  expect(String(both)).toContain('"domainHint"');
});

describe("client capabilities", () => {
  test.each<[string, { readonly claims?: string }, object]>([
    ["alone", {}, { access_token: { xms_cc: { values: ["CP1"] } } }],
    ["with empty claims", { claims: "" }, { access_token: { xms_cc: { values: ["CP1"] } } }],
    [
      "with claims for the ID token",
      { claims: '{"id_token":{"acr":{"essential":true}}}' },
      { id_token: { acr: { essential: true } }, access_token: { xms_cc: { values: ["CP1"] } } },
    ],
    [
      "with a claims challenge",
      { claims: '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}' },
      { access_token: { nbf: { essential: true, value: "1604106651" }, xms_cc: { values: ["CP1"] } } },
    ],
    [
      "with a null access_token",
      { claims: '{"access_token":null}' },
      { access_token: { xms_cc: { values: ["CP1"] } } },
    ],
  ])("are merged into the claims request: %s", async (_case, claims, sent) => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker, { clientCapabilities: ["CP1"] });

    await app.acquireTokenSilent({ scopes, account: INES, ...claims });

    const request = calls[0]?.request as { claims: string };
    expect(JSON.parse(request.claims)).toStrictEqual(sent);
  });

  test.each(['{"access_token":"all"}', '{"access_token":5}', '{"access_token":["nbf"]}'])(
    "cannot be merged into %s, which is refused by name",
    async (claims) => {
      const { broker, calls } = fakeBroker();
      const app = await createApp(broker, { clientCapabilities: ["CP1"] });

      const error = await rejection(app.acquireTokenSilent({ scopes, account: INES, claims }));

      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toContain('"claims.access_token"');
      expect(calls).toStrictEqual([]);
    },
  );

  test("are not sent when there are none, nor are empty claims", async () => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    await app.acquireTokenSilent({ scopes, account: INES, claims: "" });

    expect(calls[0]?.request).not.toHaveProperty("claims");
  });
});

describe("the right user or an error:", () => {
  test.each(["acquireTokenSilent", "acquireTokenInteractive"] as const)(
    "%s refuses the token of another account",
    async (method) => {
      const other = (): Promise<TokenResponse> => Promise.resolve(tokenOf(TOM));
      const app = await createApp(fakeBroker({ [method]: other }).broker);

      const error = await brokerError(app[method]({ scopes, account: INES, correlationId: CORRELATION_ID }));

      expect(error.errorCode).toBe("account_mismatch");
      expect(error.correlationId).toBe(CORRELATION_ID);
      expect(error.hint).toContain("acquireTokenInteractive");
      expect(error.message).not.toContain(tokenOf(TOM).accessToken);
    },
  );

  test.each(["login", "consent", "none"] as const)("prompt %s is held to the account too", async (prompt) => {
    const other = (): Promise<TokenResponse> => Promise.resolve(tokenOf(TOM));
    const { broker } = fakeBroker({ acquireTokenInteractive: other, acquireTokenSilent: other });
    const app = await createApp(broker);

    const error = await brokerError(app.acquireTokenInteractive({ scopes, account: INES, prompt }));

    expect(error.errorCode).toBe("account_mismatch");
  });

  test.each(["select_account", "create"] as const)("with prompt %s the person may choose", async (prompt) => {
    const app = await createApp(
      fakeBroker({ acquireTokenInteractive: () => Promise.resolve(tokenOf(TOM)) }).broker,
    );

    const result = await app.acquireTokenInteractive({ scopes, account: INES, prompt });

    expect(result.account?.username).toBe(TOM.username);
  });

  test("ids are compared without regard to case, as Entra's are GUIDs", async () => {
    const upper = { ...INES, homeAccountId: INES.homeAccountId.toUpperCase() };
    const app = await createApp(fakeBroker().broker);

    await expect(app.acquireTokenSilent({ scopes, account: upper })).resolves.toHaveProperty("route");
  });
});

describe("the caller's objects", () => {
  test("may be frozen and stay as they are", async () => {
    const app = await createApp(fakeBroker().broker, deepFreeze({ clientCapabilities: ["CP1"] }));
    const request = deepFreeze({
      scopes: ["User.Read", "openid"],
      account: { ...INES, idTokenClaims: { roles: ["reader"] } },
      claims: '{"access_token":{}}',
      extraQueryParameters: { dc: "a" },
      extraParameters: { dc: "b" },
      state: "s",
    });
    const before = structuredClone(request);

    await app.acquireTokenSilent(request);
    await app.acquireTokenInteractive(request);
    await app.signOut(deepFreeze({ account: request.account }));

    expect(request).toStrictEqual(before);
  });

  test("are not shared with the broker or the result", async () => {
    const { broker, calls } = fakeBroker({
      acquireTokenSilent: (request) => Promise.resolve({ ...tokenOf(INES), scopes: request.scopes }),
    });
    const app = await createApp(broker);
    const request = { scopes: ["User.Read"], account: INES };

    const result = await app.acquireTokenSilent(request);
    result.scopes.push("Mail.Read");

    expect(request.scopes).toStrictEqual(["User.Read"]);
    expect(calls[0]?.request).toHaveProperty("scopes", ["User.Read"]);
  });
});

function deepFreeze<Value extends object>(value: Value): Value {
  for (const part of Object.values(value)) {
    if (typeof part === "object" && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}
