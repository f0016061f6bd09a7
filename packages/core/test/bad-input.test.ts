import { PublicClientApplication } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { createApp, fakeBroker, INES } from "./fake-broker.js";
import { brokerError, rejection } from "./rejection.js";

const scopes = ["User.Read"];

type Request = Readonly<Record<string, unknown>>;

const METHODS = {
  silent: (app: PublicClientApplication, request: unknown) => app.acquireTokenSilent(request as never),
  interactive: (app: PublicClientApplication, request: unknown) =>
    app.acquireTokenInteractive(request as never),
  accounts: (app: PublicClientApplication, request: unknown) => app.getAllAccounts(request as never),
  signOut: (app: PublicClientApplication, request: unknown) => app.signOut(request as never),
  probe: (app: PublicClientApplication, request: unknown) => app.probeBroker(request as never),
  deviceCode: (app: PublicClientApplication, request: unknown) =>
    app.acquireTokenByDeviceCode(request as never),
};

type Method = keyof typeof METHODS;

const GOOD: Readonly<Record<Method, Request>> = {
  silent: { scopes, account: INES },
  interactive: { scopes },
  accounts: {},
  signOut: { account: INES },
  probe: {},
  deviceCode: { scopes, deviceCodeCallback: () => {} },
};

const TIMEOUTS = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "30", null].map(
  (timeoutMs): [string, Request] => ["timeoutMs", { timeoutMs }],
);

const SIGNALS = [
  "abort",
  {},
  new AbortController(),
  { aborted: false, addEventListener: () => {} },
  null,
].map((signal): [string, Request] => ["signal", { signal }]);

const TOKEN_FIELDS: [string, Request][] = [
  ["scopes", { scopes: [] }],
  ["scopes", { scopes: "User.Read" }],
  ["scopes[0]", { scopes: [""] }],
  ["scopes[1]", { scopes: ["User.Read", 5] }],
  // oxlint-disable-next-line no-sparse-arrays -- the hole is what is tested
  ["scopes[0]", { scopes: [, "User.Read"] }],
  ["scopes[0]", { scopes: ["User.Read Mail.Read"] }],
  ["authority", { authority: "" }],
  ["authority", { authority: "http://login.microsoftonline.com/common" }],
  ["authority", { authority: "login.microsoftonline.com/common" }],
  ["authority", { authority: "https://login.microsoftonline.com/" }],
  ["authority", { authority: "https://login.microsoftonline.com//" }],
  ["authority", { authority: 5 }],
  ["claims", { claims: "{" }],
  ["claims", { claims: "[]" }],
  ["claims", { claims: "null" }],
  ["claims", { claims: { access_token: {} } }],
  ["correlationId", { correlationId: "42" }],
  ["correlationId", { correlationId: "" }],
  ["redirectUri", { redirectUri: 5 }],
  ["state", { state: 5 }],
  ["extraQueryParameters", { extraQueryParameters: "a=b" }],
  ["extraQueryParameters.dc", { extraQueryParameters: { dc: 5 } }],
  ["extraParameters.dc", { extraParameters: { dc: null } }],
  ["extraQueryParameters.prompt", { extraQueryParameters: { prompt: "none" } }],
  ["extraQueryParameters.LOGIN_HINT", { extraQueryParameters: { LOGIN_HINT: "tom@contoso.example" } }],
  ["extraParameters.state", { extraParameters: { state: "mine" } }],
  ["extraParameters.code_verifier", { extraParameters: { code_verifier: "mine" } }],
  ["authenticationScheme", { authenticationScheme: 5 }],
  ["account", { account: "ines@contoso.example" }],
  ["account", { account: null }],
  ["account.homeAccountId", { account: { ...INES, homeAccountId: "" } }],
  ["account.localAccountId", { account: { ...INES, localAccountId: undefined } }],
  ["account.tenantId", { account: { ...INES, tenantId: 5 } }],
  ["account.environment", { account: { ...INES, environment: null } }],
  ["account.username", { account: { ...INES, username: undefined } }],
  ["account.nativeAccountId", { account: { ...INES, nativeAccountId: 5 } }],
  ["account.homeAccountId", { account: { ...INES, source: "cache", homeAccountId: "" } }],
  ["account.environment", { account: { ...INES, source: "cache", environment: undefined } }],
  ["account.tenantId", { account: { ...INES, source: "cache", tenantId: 5 } }],
  ...TIMEOUTS,
  ...SIGNALS,
];

const CASES: [Method, string, Request][] = [
  ...TOKEN_FIELDS.map(([argument, fields]): [Method, string, Request] => ["silent", argument, fields]),
  ["interactive", "loginHint", { loginHint: 5 }],
  ["silent", "account", { account: undefined }],
  ["silent", "scopes", { scopes: null }],
  ["silent", "forceRefresh", { forceRefresh: "true" }],
  ["silent", "account", { account: "OS" }],
  ["silent", "resource", { resource: 5 }],
  ["silent", "resourceRequestMethod", { authenticationScheme: "pop" }],
  ["silent", "resourceRequestMethod", { authenticationScheme: "pop", resourceRequestMethod: "GET /" }],
  ["silent", "resourceRequestUri", { authenticationScheme: "pop", resourceRequestMethod: "GET" }],
  [
    "silent",
    "resourceRequestUri",
    { authenticationScheme: "pop", resourceRequestMethod: "GET", resourceRequestUri: "/me" },
  ],
  ["interactive", "domainHint", { domainHint: "" }],
  ["interactive", "sid", { sid: "s", loginHint: "tom@contoso.example", prompt: "none" }],
  ["interactive", "extraScopesToConsent", { extraScopesToConsent: "Mail.Read" }],
  ["interactive", "preferredPort", { preferredPort: 65_536 }],
  ["interactive", "openBrowser", { openBrowser: "firefox" }],
  ["interactive", "deviceCodeCallback", { deviceCodeCallback: {} }],
  ["interactive", "onBeforeLaunchingUi", { onBeforeLaunchingUi: true }],
  ...TOKEN_FIELDS.map(([argument, fields]): [Method, string, Request] => ["interactive", argument, fields]),
  ["interactive", "prompt", { prompt: "LOGIN" }],
  ["interactive", "prompt", { prompt: "" }],
  ["interactive", "prompt", { prompt: 5 }],
  ["interactive", "prompt", { prompt: "constructor" }],
  ["interactive", "parentWindowHandle", { parentWindowHandle: "0x42" }],
  ["interactive", "windowHandle", { windowHandle: Buffer.alloc(1) }],
  ["interactive", "parentWindowHandle", { parentWindowHandle: 1, windowHandle: Buffer.alloc(8, 1) }],
  ...(["accounts", "signOut", "probe"] as const).flatMap((method) =>
    [...TIMEOUTS, ...SIGNALS].map(([argument, fields]): [Method, string, Request] => [
      method,
      argument,
      fields,
    ]),
  ),
  ["deviceCode", "timeout", { timeout: 0 }],
  ["deviceCode", "timeout", { timeout: 1, timeoutMs: 1000 }],
  ["accounts", "correlationId", { correlationId: "42" }],
  ["signOut", "account", { account: undefined }],
  ["signOut", "account.username", { account: { ...INES, username: 5 } }],
];

describe("nothing reaches the broker, and the message names the argument:", () => {
  test.each(CASES)("%s with a wrong %s: %o", async (method, argument, fields) => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    const error = await rejection(METHODS[method](app, { ...GOOD[method], ...fields }));

    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain(`"${argument}"`);
    expect(calls).toStrictEqual([]);
  });

  test.each([undefined, "OS"])("silent with the account %o, and what else there is", async (account) => {
    const app = await createApp(fakeBroker().broker);
    const error = await rejection(METHODS.silent(app, { ...GOOD.silent, account }));
    expect(String(error)).toContain('"account" must be an object, or "os"; received ');
  });

  test.each(Object.keys(METHODS) as Method[])("%s with a request that is no object", async (method) => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    const error = await rejection(METHODS[method](app, "request"));

    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(/"(?:request|options)"/);
    expect(calls).toStrictEqual([]);
  });

  test.each(["silent", "interactive", "accounts", "signOut"] as const)(
    "%s with a signal that was aborted before",
    async (method) => {
      const { broker, calls } = fakeBroker();
      const app = await createApp(broker);
      const reason = new Error("changed my mind");

      const error = await brokerError(
        METHODS[method](app, { ...GOOD[method], signal: AbortSignal.abort(reason) }),
      );

      expect(error.errorCode).toBe("request_aborted");
      expect(error.message).toContain('"signal"');
      expect(error.cause).toBe(reason);
      expect(calls).toStrictEqual([]);
    },
  );
});

describe("a request field that would have to be ignored is refused by name:", () => {
  test.each<[Method, string, unknown]>([
    ["silent", "prompt", "login"],
    ["silent", "parentWindowHandle", 1],
    ["silent", "resourceRequestMethod", "GET"],
    ["silent", "resourceRequestUri", "https://graph.microsoft.com/v1.0/me"],
    ["silent", "authenticationScheme", "ssh-cert"],
    ["silent", "cacheLookupPolicy", 1],
    ["silent", "refreshTokenExpirationOffsetSeconds", 60],
    ["interactive", "forceRefresh", true],
    ["interactive", "sid", "8d0c"],
    ["interactive", "nonce", "6f1e"],
    ["interactive", "extraScopesToConsent", ["api://notes/Read"]],
    ["interactive", "authenticationScheme", "ssh-cert"],
    ["interactive", "shrClaims", "{}"],
    ["interactive", "responseMode", "query"],
    ["interactive", "codeChallenge", "c"],
    ["interactive", "aFieldOfTomorrow", null],
    ["accounts", "tenantId", "7b9d1f30-2c44-4e66-8a88-1c3e5a7c9e0b"],
    ["signOut", "postLogoutRedirectUri", "https://contoso.example"],
    ["probe", "strat", true],
  ])("%s with %s", async (method, field, value) => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    const error = await brokerError(METHODS[method](app, { ...GOOD[method], [field]: value }));

    expect(error.errorCode).toBe("request_unsupported");
    expect(error.message).toContain(`"${field}"`);
    expect(error.hint).toContain(`"${field}"`);
    expect(calls).toStrictEqual([]);
  });

  test("fields that are undefined, and those that only the browser route reads, are no reason to refuse", async () => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    await METHODS.interactive(app, {
      scopes,
      nonce: undefined,
      authenticationScheme: "Bearer",
      openBrowser: () => Promise.resolve(),
      successTemplate: "<p>done</p>",
      errorTemplate: "<p>failed</p>",
      preferredPort: 8400,
    });

    expect(calls).toHaveLength(1);
  });
});

test("a request of a class of the caller's is read whole, by every call", async () => {
  class Request {
    get scopes(): string[] {
      return scopes;
    }

    get claims(): string {
      return '{"access_token":{"nbf":null}}';
    }

    get loginHint(): string {
      return "ines@contoso.example";
    }
  }
  const { broker, calls } = fakeBroker();
  const app = await createApp(broker);
  await app.acquireTokenInteractive(new Request());
  expect(calls[0]?.request).toMatchObject({
    scopes,
    claims: '{"access_token":{"nbf":null}}',
    loginHint: "ines@contoso.example",
  });
});

test("an inherited field that cannot be honoured is refused, too", async () => {
  const app = await createApp(fakeBroker().broker);
  const request = Object.create({ nonce: "n" }, { scopes: { value: scopes, enumerable: true } }) as {
    scopes: string[];
  };
  await expect(app.acquireTokenInteractive(request)).rejects.toMatchObject({
    errorCode: "request_unsupported",
    message: expect.stringContaining('"nonce"'),
  });
});

test.each([
  ["enableBrokerOnLinx", { enableBrokerOnLinx: true }],
  ["broker.require", { broker: { require: true } }],
  ["broker.nativeBrokerPlugin", { broker: { nativeBrokerPlugin: {} } }],
])("create() refuses %s, which nobody would read", async (name, fields) => {
  const configuration = { auth: { clientId: "c" }, ...fields };
  await expect(PublicClientApplication.create(configuration as never)).rejects.toMatchObject({
    errorCode: "request_unsupported",
    message: expect.stringContaining(`"${name}"`),
  });
});
