import { CONSOLE_WINDOW_HANDLE } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { type Interactive, MAJORS, type Silent } from "./support/majors.js";
import { accountOf, asked, interactive, lastRequest, pluginWorld, SCOPES, signIn } from "./support/world.js";

const POP = {
  authenticationScheme: "pop",
  resourceRequestMethod: "get",
  resourceRequestUri: "https://notes.example/v1/pages?top=3",
  shrNonce: "a-nonce",
  shrClaims: '{"device":"d1"}',
} as const;

const CORRELATION_ID = "0b3f1b2c-5d6e-4f70-8a91-b2c3d4e5f607";

/** Fields that both calls have, and what of them reaches the broker. */
const COMMON: readonly (readonly [string, Partial<Interactive & Silent>, object])[] = [
  ["redirectUri", { redirectUri: "http://localhost" }, { redirectUri: "http://localhost" }],
  ["no redirectUri", {}, { redirectUri: "https://login.microsoftonline.com/common/oauth2/nativeclient" }],
  [
    "authority",
    { authority: "https://login.microsoftonline.com/organizations/" },
    { authority: "https://login.microsoftonline.com/organizations" },
  ],
  ["no authority", {}, { authority: "https://login.microsoftonline.com/common" }],
  ["correlationId", { correlationId: CORRELATION_ID }, { correlationId: CORRELATION_ID }],
  [
    "claims",
    { claims: '{"access_token":{"nbf":{"value":"1"}}}' },
    { claims: '{"access_token":{"nbf":{"value":"1"}}}' },
  ],
  [
    "resource",
    { resource: "https://mcp.example" },
    { extraQueryParameters: expect.objectContaining({ resource: "https://mcp.example" }) },
  ],
  [
    "extraQueryParameters and extraParameters",
    { extraQueryParameters: { one: "1" }, extraParameters: { two: "2" } },
    { extraQueryParameters: expect.objectContaining({ one: "1", two: "2" }) },
  ],
  [
    "a proof of possession",
    POP,
    {
      pop: {
        resourceRequestMethod: "GET",
        resourceRequestUri: POP.resourceRequestUri,
        shrNonce: POP.shrNonce,
        shrClaims: POP.shrClaims,
      },
    },
  ],
];

/** Fields of an interactive call alone. */
const INTERACTIVE: readonly (readonly [string, Partial<Interactive>, object])[] = [
  ["loginHint", { loginHint: "lee@contoso.example" }, { loginHint: "lee@contoso.example" }],
  [
    "domainHint",
    { domainHint: "contoso.example" },
    { extraQueryParameters: expect.objectContaining({ domain_hint: "contoso.example" }) },
  ],
  [
    "extraScopesToConsent",
    { extraScopesToConsent: ["https://graph.microsoft.com/Mail.Read"] },
    { scopes: [...SCOPES, "https://graph.microsoft.com/Mail.Read"] },
  ],
  ["windowHandle", { windowHandle: Buffer.from([1, 2, 0, 0]) }, { parentWindow: 0x2_01n }],
  ["parentWindowHandle", { parentWindowHandle: CONSOLE_WINDOW_HANDLE }, { parentWindow: "console" }],
  ...(["login", "select_account", "consent", "create"] as const).map(
    (prompt) => [`prompt ${prompt}`, { prompt }, { prompt }] as const,
  ),
];

describe.each(MAJORS)("msal-node $major", ({ major, msal }) => {
  test.each([...COMMON, ...INTERACTIVE])("interactively, the broker gets %s", async (_name, fields, sent) => {
    const { app, emulated } = await pluginWorld({ msal });
    await app.acquireTokenInteractive(interactive(fields));
    expect(asked(emulated)).toEqual(["acquireTokenInteractive"]);
    expect(lastRequest(emulated)).toMatchObject(sent);
  });

  test.each(COMMON)("silently, the broker gets %s", async (_name, fields, sent) => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = await signIn(app);
    await app.acquireTokenSilent({ scopes: SCOPES, account, ...fields });
    expect(asked(emulated)).toEqual(["acquireTokenInteractive", "acquireTokenSilent"]);
    expect(lastRequest(emulated)).toMatchObject({
      ...sent,
      account: { nativeAccountId: account.nativeAccountId, homeAccountId: account.homeAccountId },
    });
  });

  test("the broker gets msal-node's own name and version", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    await app.acquireTokenInteractive(interactive());
    expect(lastRequest(emulated).extraQueryParameters).toEqual({
      "x-client-xtra-sku": expect.stringMatching(new RegExp(`^msal\\.js\\.node\\|${major}\\.`)),
    });
  });

  test("without scopes, the broker gets those of a sign-in", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const { scopes: _, ...request } = interactive();
    await app.acquireTokenInteractive(request);
    expect(lastRequest(emulated).scopes).toEqual(["openid", "profile", "offline_access"]);
  });

  test("an empty window handle, and one of zeros, is no window", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    for (const windowHandle of [Buffer.alloc(0), Buffer.alloc(1), Buffer.alloc(8)]) {
      await app.acquireTokenInteractive(interactive({ windowHandle }));
      expect(lastRequest(emulated)).not.toHaveProperty("parentWindow");
    }
  });

  test("an empty hint and an empty state are none", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const request = interactive({ loginHint: "", domainHint: "", state: "" });
    const account = accountOf(await app.acquireTokenInteractive(request));
    expect(lastRequest(emulated)).not.toHaveProperty("loginHint");
    expect(lastRequest(emulated).extraQueryParameters).not.toHaveProperty("domain_hint");
    expect(request).toMatchObject({ loginHint: "", domainHint: "", state: "" });
    const result = await app.acquireTokenSilent({ scopes: SCOPES, account, state: "" });
    expect(result.state).toBeUndefined();
  });

  test("state comes back, from either call", async () => {
    const { app } = await pluginWorld({ msal });
    const first = await app.acquireTokenInteractive(interactive({ state: "here" }));
    const second = await app.acquireTokenSilent({
      scopes: SCOPES,
      account: accountOf(first),
      state: "there",
    });
    expect([first.state, second.state]).toEqual(["here", "there"]);
  });

  test("onBeforeLaunchingUi is called before the window, and what it throws keeps it closed", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const seen: unknown[] = [];
    await app.acquireTokenInteractive(interactive({ onBeforeLaunchingUi: (route) => seen.push(route) }));
    const refused = app.acquireTokenInteractive(
      interactive({
        onBeforeLaunchingUi: () => {
          throw new Error("not now");
        },
      }),
    );
    await expect(refused).rejects.toMatchObject({ errorCode: "request_aborted" });
    expect(seen).toEqual(["broker"]);
    expect(asked(emulated)).toEqual(["acquireTokenInteractive"]);
  });

  test("a result has msal-node's fields and no others", async () => {
    const { app } = await pluginWorld({ msal });
    const result = await app.acquireTokenInteractive(interactive({ correlationId: CORRELATION_ID }));
    expect(result).toEqual({
      authority: "https://login.microsoftonline.com/common",
      uniqueId: accountOf(result).localAccountId,
      tenantId: accountOf(result).tenantId,
      scopes: SCOPES,
      account: {
        homeAccountId: expect.stringContaining("."),
        localAccountId: expect.any(String),
        environment: "login.microsoftonline.com",
        tenantId: expect.any(String),
        username: "adele@contoso.example",
        name: "Adele Vance",
        nativeAccountId: expect.any(String),
        authorityType: "MSSTS",
        idTokenClaims: result.idTokenClaims,
      },
      idToken: expect.stringMatching(/^eyJ/),
      idTokenClaims: expect.objectContaining({ preferred_username: "adele@contoso.example" }),
      accessToken: expect.stringMatching(/^eyJ/),
      fromCache: false,
      expiresOn: expect.any(Date),
      extExpiresOn: expect.any(Date),
      tokenType: "Bearer",
      correlationId: CORRELATION_ID,
      fromPlatformBroker: true,
    });
  });

  test("the caller's request is left as it was", async () => {
    const { app } = await pluginWorld({ msal });
    const request = interactive({
      scopes: [...SCOPES],
      extraScopesToConsent: ["https://graph.microsoft.com/Mail.Read"],
      extraQueryParameters: { one: "1" },
      domainHint: "contoso.example",
    });
    const before = structuredClone({ ...request, openBrowser: undefined });
    await app.acquireTokenInteractive(request);
    expect({ ...request, openBrowser: undefined }).toEqual(before);
  });

  test("the resource that an application for MCP has to name is asked for", async () => {
    const { app, emulated } = await pluginWorld({ msal }, { auth: { isMcp: true } });
    await expect(app.acquireTokenInteractive(interactive())).rejects.toBeInstanceOf(Error);
    expect(asked(emulated)).toEqual([]);
    await app.acquireTokenInteractive(interactive({ resource: "https://mcp.example" }));
    expect(lastRequest(emulated).extraQueryParameters).toMatchObject({ resource: "https://mcp.example" });
  });
});
