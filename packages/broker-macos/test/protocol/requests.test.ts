import type { InteractiveTokenRequest, TokenRequest } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import {
  accountsRequest,
  defaultAccountRequest,
  deviceInfoRequest,
  interactiveRequest,
  removeAccountRequest,
  silentRequest,
} from "../../src/requests.js";
import { VERSION } from "../../src/version.js";
import { CLIENT_ID, CORRELATION_ID, INES, TENANT_ID, tokenRequest, UNSIGNED } from "./samples.js";
import { optionsOf } from "./scripted-addon.js";

const NOW = new Date("2026-11-21T19:35:57.500Z");
const PARAMETERS = { clientSku: "MSAL.xplat.macOS", now: NOW };

const COMMON = {
  msg_protocol_ver: "4",
  client_sdk: "sdk_msal",
  client_version: VERSION,
  "x-client-xtra-sku": `authbroker|${VERSION},|,|,|,|`,
  correlation_id: CORRELATION_ID.toUpperCase(),
};

const ACCOUNT = { username: INES.username, home_account_id: INES.homeAccountId };

const TOKEN = {
  ...COMMON,
  provider_type: "provider_aad_v2",
  client_id: CLIENT_ID,
  redirect_uri: UNSIGNED,
  scope: "https://graph.microsoft.com/User.Read",
  extra_oidc_scopes: "openid profile offline_access",
  instance_aware: "0",
  skip_validate_result_account: "0",
  force_refresh: "0",
  request_sent_timestamp: "1795289757.5000000000",
  client_sku: "MSAL.xplat.macOS",
};

const silent = (changed: Partial<TokenRequest> = {}): Record<string, string> =>
  optionsOf(silentRequest({ ...tokenRequest, account: INES, ...changed }, PARAMETERS));

const interactive = (changed: Partial<InteractiveTokenRequest> = {}): Record<string, string> =>
  optionsOf(interactiveRequest({ ...tokenRequest, parentWindow: "console", ...changed }, PARAMETERS));

describe("every option of every request is known:", () => {
  test("a silent one", () => {
    const { operation, userInterface, view } = silentRequest({ ...tokenRequest, account: INES }, PARAMETERS);

    expect({ operation, userInterface, view }).toStrictEqual({
      operation: "refresh",
      userInterface: false,
      view: undefined,
    });
    expect(silent()).toStrictEqual({
      ...TOKEN,
      ...ACCOUNT,
      authority: `https://login.microsoftonline.com/${TENANT_ID}`,
    });
  });

  test("an interactive one", () => {
    const { operation, userInterface } = interactiveRequest(
      { ...tokenRequest, parentWindow: "console" },
      PARAMETERS,
    );

    expect({ operation, userInterface }).toStrictEqual({ operation: "login", userInterface: true });
    expect(interactive()).toStrictEqual({
      ...TOKEN,
      authority: "https://login.microsoftonline.com/common",
      prompt: "",
    });
  });

  test.each([
    [
      "the accounts",
      accountsRequest(tokenRequest),
      "get_accounts_operation",
      { client_id: CLIENT_ID, signed_in_accounts_only: "1" },
    ],
    [
      "a sign-out",
      removeAccountRequest({ ...tokenRequest, account: INES }),
      "remove_account_operation",
      { client_id: CLIENT_ID, ...ACCOUNT },
    ],
    ["the default account", defaultAccountRequest(tokenRequest), "get_default_account", {}],
    ["the device", deviceInfoRequest(tokenRequest), "get_device_info", {}],
  ])("one for %s", (_what, { options, ...request }, operation, own) => {
    expect(request).toStrictEqual({ operation, userInterface: false });
    expect(Object.fromEntries(options)).toStrictEqual({ ...COMMON, ...own });
  });

  test("none has a broker key", () => {
    for (const options of [silent(), interactive()]) expect(options).not.toHaveProperty("broker_key");
  });
});

describe("each field of a request is sent:", () => {
  const ways: [string, (changed: Partial<TokenRequest>) => Record<string, string>][] = [
    ["silently", silent],
    ["interactively", interactive],
  ];

  describe.each(ways)("%s", (_way, options) => {
    test("scopes, apart from those of OpenID Connect, which have a field of their own", () => {
      expect(
        options({ scopes: ["User.Read", "OpenID", "api://notes/Write", "offline_access"] }),
      ).toMatchObject({
        scope: "User.Read api://notes/Write",
        extra_oidc_scopes: "openid profile offline_access",
      });
      expect(options({ scopes: ["openid", "profile", "offline_access"] })).not.toHaveProperty("scope");
    });

    test("an account, at the authority of its tenant unless the request names one", () => {
      expect(options({ account: INES })).toMatchObject({
        ...ACCOUNT,
        authority: `https://login.microsoftonline.com/${TENANT_ID}`,
      });
      const authority = "https://login.microsoftonline.us/contoso.example";
      expect(options({ account: INES, authority })).toMatchObject({ ...ACCOUNT, authority });
    });

    test("a claims request, as it is", () => {
      const claims = '{"id_token":{"auth_time":{"essential":true}},"access_token":{"nbf":{"value":"1"}}}';
      expect(options({ claims })).toMatchObject({ claims });
      expect(options({ claims })).not.toHaveProperty("client_capabilities");
    });

    test("client capabilities in the option that they have, and not as claims", () => {
      const capabilities = { xms_cc: { values: ["CP1", "FÜR_2"] } };
      const alone = options({ claims: JSON.stringify({ access_token: capabilities }) });
      expect(alone).toMatchObject({ client_capabilities: "CP1,FÜR_2" });
      expect(alone).not.toHaveProperty("claims");
      const nbf = { nbf: { essential: true, value: "1604106651" } };
      const both = options({
        claims: JSON.stringify({ access_token: { ...nbf, ...capabilities }, id_token: nbf }),
      });
      expect(both).toMatchObject({ client_capabilities: "CP1,FÜR_2" });
      expect(JSON.parse(both["claims"] ?? "")).toStrictEqual({ access_token: nbf, id_token: nbf });
    });

    test.each([
      { values: ["CP1"], essential: true },
      { values: ["CP1,CP2"] },
      { values: [] },
      { values: ["CP1", 2] },
      { value: "CP1" },
      null,
    ])("a claim that is not the list of capabilities alone stays a claim: %j", (asked) => {
      const claims = JSON.stringify({ access_token: { xms_cc: asked } });
      expect(options({ claims })).toMatchObject({ claims });
      expect(options({ claims })).not.toHaveProperty("client_capabilities");
    });

    test("extra query parameters as a form", () => {
      const extraQueryParameters = { domain_hint: "contoso.example", "grün&weiß": "a b=c", empty: "" };
      const form = options({ extraQueryParameters })["extra_query_param"];
      expect(form).toBe("domain_hint=contoso.example&gr%C3%BCn%26wei%C3%9F=a+b%3Dc&empty=");
      expect(Object.fromEntries(new URLSearchParams(form))).toStrictEqual(extraQueryParameters);
      expect(options({ extraQueryParameters: {} })).not.toHaveProperty("extra_query_param");
    });

    test("a redirect URI of the caller's", () => {
      const redirectUri = "msauth.com.example.app://auth";
      expect(options({ redirectUri })).toMatchObject({ redirect_uri: redirectUri });
    });

    test("text that is not ASCII, as it is", () => {
      const account = { ...INES, username: "größe@例え.example" };
      expect(options({ account, scopes: ["api://ノート/読む"] })).toMatchObject({
        username: "größe@例え.example",
        scope: "api://ノート/読む",
      });
    });
  });

  test("forceRefresh", () => {
    expect(silent({ forceRefresh: true })).toMatchObject({ force_refresh: "1" });
    expect(silent({ forceRefresh: false })).toMatchObject({ force_refresh: "0" });
  });

  test.each(["login", "consent"] as const)("prompt %s, and the account with it", (prompt) => {
    expect(interactive({ prompt, account: INES })).toMatchObject({ prompt, ...ACCOUNT });
  });

  test.each(["select_account", "create"] as const)(
    "prompt %s without the account, because the person chooses",
    (prompt) => {
      const options = interactive({ prompt, account: INES, loginHint: "tom@contoso.example" });
      expect(options).toMatchObject({
        prompt,
        username: "tom@contoso.example",
        authority: "https://login.microsoftonline.com/common",
      });
      expect(options).not.toHaveProperty("home_account_id");
    },
  );

  test("a login hint as the user's name", () => {
    for (const options of [
      interactive({ loginHint: "tom@contoso.example" }),
      optionsOf(silentRequest({ ...tokenRequest, loginHint: "tom@contoso.example" }, PARAMETERS)),
    ]) {
      expect(options).toMatchObject({ username: "tom@contoso.example" });
      expect(options).not.toHaveProperty("home_account_id");
    }
  });

  test("a login hint that is the account's own name is said once", () => {
    expect(interactive({ account: INES, loginHint: INES.username.toUpperCase() })).toMatchObject(ACCOUNT);
  });

  test("the kind of client, or none", () => {
    const sku = (clientSku: string): string | undefined =>
      optionsOf(silentRequest({ ...tokenRequest, account: INES }, { clientSku, now: NOW }))["client_sku"];
    expect(sku("MSAL.OSX")).toBe("MSAL.OSX");
    expect(sku("")).toBeUndefined();
  });

  test("the key that a token is to be bound to", () => {
    const asked = { ...tokenRequest, account: INES };
    expect(optionsOf(silentRequest(asked, { ...PARAMETERS, keyToBind: "eyJ" }))).toMatchObject({
      token_type: "Pop",
      req_cnf: "eyJ",
    });
    expect(silent()).not.toHaveProperty("token_type");
    expect(silent()).not.toHaveProperty("req_cnf");
  });

  test("the window of a view, as the 8 bytes that Electron gives", () => {
    const handle = 0x6000_0123_45f8n;
    const { view } = interactiveRequest({ ...tokenRequest, parentWindow: handle }, PARAMETERS);
    expect([...(view ?? [])]).toStrictEqual([0xf8, 0x45, 0x23, 0x01, 0x00, 0x60, 0, 0]);
    const terminal = interactiveRequest({ ...tokenRequest, parentWindow: "console" }, PARAMETERS);
    expect(terminal).not.toHaveProperty("view");
  });
});

test("options are name and value, each once, all of them strings", () => {
  const { options } = silentRequest({ ...tokenRequest, account: INES }, PARAMETERS);
  expect(new Set(options.map(([name]) => name)).size).toBe(options.length);
  expect(options.flat().every((text) => typeof text === "string")).toBe(true);
});
