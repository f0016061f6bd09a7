import type { BrokerError, InteractiveTokenRequest } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { createWindowsBroker } from "../../src/broker.js";
import { INES, rejection, tokenRequest, TOM } from "./samples.js";
import { scriptedAddon } from "./scripted-addon.js";

const pop = { resourceRequestMethod: "GET", resourceRequestUri: "https://graph.microsoft.com/v1.0/me" };

/** What is wrong with a request, and the field that the error has to name. */
const WRONG: readonly (readonly [field: string, request: Partial<InteractiveTokenRequest>])[] = [
  ["pop", { pop }],
  ["scopes", { scopes: ["User.Read", "a\0b"] }],
  ["scopes", { scopes: ["\uD800"] }],
  ["claims", { claims: '{"a":"\uDC00"}' }],
  ["loginHint", { loginHint: "ines\0@contoso.example" }],
  ["loginHint", { account: INES, loginHint: TOM.username }],
  ["clientId", { clientId: "a\0" }],
  ["redirectUri", { redirectUri: "a\0" }],
  ["correlationId", { correlationId: "\uDBFF" }],
  ["authority", { authority: "https://login.microsoftonline.com/\0" }],
  ["account.nativeAccountId", { account: { ...INES, nativeAccountId: "\uD800" } }],
  ["account.username", { account: { ...INES, username: "\0" } }],
  ["account.tenantId", { account: { ...INES, tenantId: "\0" } }],
  ["extraQueryParameters.p", { extraQueryParameters: { p: "TheValue\0" } }],
  ["extraQueryParameters.p", { extraQueryParameters: { p: "\uD800TheValue" } }],
  ["extraQueryParameters.p", { extraQueryParameters: { "p\0": "" } }],
  ["extraQueryParameters.n", { extraQueryParameters: JSON.parse('{"n":5}') as Record<string, string> }],
  ["extraQueryParameters.n", { extraQueryParameters: JSON.parse('{"n":null}') as Record<string, string> }],
];

const WRONG_WINDOWS = [0n, -1n, 2n ** 64n];

describe("a request that Windows cannot be asked is refused by the name of its field, before it is:", () => {
  test.each(WRONG)("%s in %o", async (field, wrong) => {
    const addon = scriptedAddon();
    const broker = createWindowsBroker(() => addon);
    const request = { ...tokenRequest, ...wrong };
    for (const call of [broker.acquireTokenSilent(request), broker.acquireTokenInteractive(request)]) {
      const error = await rejection(call);
      expect(error.errorCode).toBe("request_unsupported");
      expect(error.message).toContain(`"${field}`);
      expect(error.message).not.toContain("TheValue");
      expect(error.hint).toMatch(/^[A-Z].+\.$/);
    }
    expect(addon.started).toEqual([]);
  });

  test.each(WRONG_WINDOWS)("parentWindow as %o", async (parentWindow) => {
    const addon = scriptedAddon();
    const call = createWindowsBroker(() => addon).acquireTokenInteractive({ ...tokenRequest, parentWindow });
    const error = await rejection(call);
    expect(error.errorCode).toBe("request_unsupported");
    expect(error.message).toContain('"parentWindowHandle"');
    expect(addon.started).toEqual([]);
  });

  test("an account to sign out, and a list of accounts", async () => {
    const addon = scriptedAddon();
    const broker = createWindowsBroker(() => addon);
    const account = { ...INES, nativeAccountId: "\0" };
    const error = await rejection(broker.signOut({ ...tokenRequest, account }));
    expect(error.message).toContain('"account.nativeAccountId"');
    expect((await rejection(broker.getAccounts({ ...tokenRequest, clientId: "\0" }))).message).toContain(
      '"clientId"',
    );
    expect(addon.started).toEqual([]);
  });
});

describe("an extra parameter", () => {
  const refused = async (request: Partial<InteractiveTokenRequest>): Promise<BrokerError> => {
    const addon = scriptedAddon();
    const call = createWindowsBroker(() => addon).acquireTokenSilent({ ...tokenRequest, ...request });
    const error = await rejection(call);
    expect(addon.started).toEqual([]);
    return error;
  };

  test.each([
    "authority",
    "AUTHORITY",
    "claims",
    "client_TokenType",
    "Client_uiflow",
    "correlationId",
    "LoginHint",
    "login_hint",
    "msal_accounts_control_title",
    "msal_request_type",
    "Password",
    "prompt",
    "redirect_uri",
    "req_cnf",
    "SamlAssertion",
    "scope",
    "token_type",
    "Username",
    "validateAuthority",
    "wam_compat",
    "x-client-SKU",
  ])("%s is refused by name: it would make another request of it", async (name) => {
    const error = await refused({ extraQueryParameters: { [name]: "TheValue" } });
    expect(error.errorCode).toBe("request_unsupported");
    expect(error.message).toContain(`"extraQueryParameters.${name}"`);
    expect(error.message).not.toContain("TheValue");
    expect(error.hint).toBeTruthy();
  });

  test.each<[string, object]>([
    [
      "minimum_token_lifetime",
      { forceRefresh: true, extraQueryParameters: { minimum_token_lifetime: "600000" } },
    ],
    ["discover", { extraQueryParameters: { discover: "other", instance_aware: "true" } }],
  ])("%s is refused beside what means the same", async (name, request) => {
    expect((await refused(request)).message).toContain(`"extraQueryParameters.${name}"`);
  });
});

test.each([
  "https://contoso.b2clogin.com/contoso.onmicrosoft.com/B2C_1_signin",
  "https://login.microsoftonline.com/tfp/contoso.onmicrosoft.com/B2C_1_signin",
  "https://sts.contoso.example/adfs",
  "https://login.microsoftonline.com/adfs",
  "https://contoso.ciamlogin.com/contoso.onmicrosoft.com",
  "http://login.microsoftonline.com/common",
  "https://login.microsoftonline.com.evil.example/common",
])("the authority %s is not trusted, and Windows is not asked", async (authority) => {
  const addon = scriptedAddon();
  const broker = createWindowsBroker(() => addon);
  const request = { ...tokenRequest, authority };
  for (const call of [broker.acquireTokenSilent(request), broker.acquireTokenInteractive(request)]) {
    expect((await rejection(call)).errorCode).toBe("untrusted_authority");
  }
  expect(addon.started).toEqual([]);
});

test("a login hint that is the account's own name adds nothing, in any case", async () => {
  const addon = scriptedAddon();
  const loginHint = INES.username.toUpperCase();
  await createWindowsBroker(() => addon).acquireTokenInteractive({
    ...tokenRequest,
    account: INES,
    loginHint,
  });
  expect(addon.tokenRequests[0]).toMatchObject({ accountId: INES.nativeAccountId });
});

test("texts of every language pass", async () => {
  const addon = scriptedAddon();
  const loginHint = "łukasz.żółć@contoso.example 🦊 名前";
  await createWindowsBroker(() => addon).acquireTokenInteractive({ ...tokenRequest, loginHint });
  expect(addon.tokenRequests[0]?.properties).toMatchObject({ LoginHint: loginHint });
});
