import type { InteractiveTokenRequest, TokenRequest } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { chooseProvider } from "../../src/providers.js";
import { interactiveRequest, silentRequest, type WebTokenRequest, type Whom } from "../../src/requests.js";
import { VERSION } from "../../src/version.js";
import { AUTHORITY, CLIENT_ID, CORRELATION_ID, INES, TENANT_ID, tokenRequest } from "./samples.js";

const TENANT_AUTHORITY = `https://login.microsoftonline.com/${TENANT_ID}`;
const OF_INES = { accountId: INES.nativeAccountId };

const silent = (
  request: Partial<TokenRequest> = {},
  accountId: string | undefined = "the-id",
): WebTokenRequest => {
  const asked = { ...tokenRequest, authority: TENANT_AUTHORITY, ...request };
  return silentRequest(asked, chooseProvider(asked.authority, asked.account, false), accountId);
};

const interactive = (request: Partial<InteractiveTokenRequest> = {}, whom: Whom = {}): WebTokenRequest => {
  const asked = { ...tokenRequest, authority: TENANT_AUTHORITY, ...request };
  return interactiveRequest(asked, chooseProvider(asked.authority, asked.account, false), whom, false);
};

const PROPERTIES = {
  wam_compat: "2.0",
  authority: `${TENANT_AUTHORITY}/`,
  validateAuthority: "yes",
  "x-client-SKU": "authbroker",
  "x-client-Ver": VERSION,
};

test("a silent request is this, and nothing more", () => {
  expect(silent()).toStrictEqual({
    mode: "silent",
    provider: { id: "https://login.microsoft.com", authority: `${TENANT_AUTHORITY}/` },
    clientId: CLIENT_ID,
    scope: "https://graph.microsoft.com/User.Read openid profile offline_access",
    promptType: "default",
    correlationId: CORRELATION_ID,
    properties: PROPERTIES,
    accountId: "the-id",
  });
});

test("an interactive request for an account is this, and nothing more", () => {
  expect(interactive({ account: INES }, OF_INES)).toStrictEqual({
    ...silent({ account: INES }, INES.nativeAccountId),
    mode: "interactive",
  });
});

test("two requests that ask for the same have the same properties, or Windows would never have it cached", () => {
  const other = { correlationId: "11111111-2222-4333-8444-555555555555" };
  expect(silent(other).properties).toStrictEqual(silent().properties);
  expect(interactive(other).properties).toStrictEqual(interactive().properties);
});

describe("scopes", () => {
  test.each([
    [["User.Read", "Mail.Read"], "User.Read Mail.Read openid profile offline_access"],
    [["OpenID", "User.Read"], "OpenID User.Read profile offline_access"],
    [["openid", "profile", "offline_access"], "openid profile offline_access"],
    [[], "openid profile offline_access"],
  ])("%j are asked for with those of every request, once each", (scopes, scope) => {
    expect(silent({ scopes }).scope).toBe(scope);
  });
});

describe("the authority", () => {
  const organizations = "https://login.microsoftonline.com/organizations";
  const inChina = "https://login.partner.microsoftonline.cn/organizations";

  test("is that of the account's tenant where it was for any", () => {
    expect(silent({ authority: AUTHORITY, account: INES }).properties["authority"]).toBe(
      `${TENANT_AUTHORITY}/`,
    );
  });

  test("is common instead of organizations, which Windows fails for", () => {
    const common = `${AUTHORITY}/`;
    expect(interactive({ authority: organizations }).properties["authority"]).toBe(common);
    expect(silent({ authority: organizations }).properties["authority"]).toBe(common);
  });

  test("is common for the account of Windows in every cloud, and else as it was asked for", () => {
    const common = "https://login.partner.microsoftonline.cn/common/";
    expect(
      silentRequest({ ...tokenRequest }, chooseProvider(inChina, undefined, false), undefined).properties,
    ).toHaveProperty("authority", common);
    expect(interactive({ authority: inChina }).properties["authority"]).toBe(`${inChina}/`);
  });
});

describe("fields of the request:", () => {
  test("claims are a property", () => {
    const claims = '{"access_token":{"xms_cc":{"values":["CP1"]}}}';
    expect(silent({ claims }).properties).toStrictEqual({ ...PROPERTIES, claims });
    expect(interactive({ claims }, OF_INES).properties).toStrictEqual({ ...PROPERTIES, claims });
  });

  test("the redirect URI is sent when it is not the one that the plug-in knows by itself", () => {
    const own = `ms-appx-web://microsoft.aad.brokerplugin/${CLIENT_ID.toUpperCase()}`;
    expect(silent({ redirectUri: own }).properties).toStrictEqual(PROPERTIES);
    expect(silent({ redirectUri: "https://app.contoso.example/" }).properties).toStrictEqual({
      ...PROPERTIES,
      redirect_uri: "https://app.contoso.example/",
    });
  });

  test("forceRefresh asks for a token that lives longer than any that is cached", () => {
    const { minimum_token_lifetime: lifetime, ...others } = silent({ forceRefresh: true }).properties;
    expect(Number(lifetime)).toBeGreaterThan(24 * 24 * 3_600_000);
    expect(others).toStrictEqual(PROPERTIES);
    expect(silent({ forceRefresh: false }).properties).toStrictEqual(PROPERTIES);
  });

  test("extra parameters are properties as they were given", () => {
    const extraQueryParameters = {
      domain_hint: "contoso.example",
      resource: "https://notes.example",
      ünïcode: "Łódź 🦊",
    };
    expect(silent({ extraQueryParameters }).properties).toStrictEqual({
      ...extraQueryParameters,
      ...PROPERTIES,
    });
  });

  test("instance_aware is called discover there", () => {
    const aware = { extraQueryParameters: { instance_aware: "true", a: "1" } };
    expect(silent(aware).properties).toStrictEqual({ ...PROPERTIES, discover: "home", a: "1" });
    const unaware = { extraQueryParameters: { instance_aware: "false" } };
    expect(silent(unaware).properties).toStrictEqual({ ...PROPERTIES, instance_aware: "false" });
  });

  test("a parameter may have any name that JavaScript knows", () => {
    const extraQueryParameters = JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') as Record<
      string,
      string
    >;
    const { properties } = silent({ extraQueryParameters });
    expect(Object.entries(properties)).toEqual(
      expect.arrayContaining([
        ["__proto__", "a"],
        ["constructor", "b"],
        ["toString", "c"],
      ]),
    );
  });

  test("the parent window is passed on, and only by interactive requests", () => {
    expect(interactive({ parentWindow: 0xffff_0001n })).toHaveProperty("parentWindow", 0xffff_0001n);
    expect(interactive({ parentWindow: "console" })).toHaveProperty("parentWindow", "console");
    expect(interactive()).not.toHaveProperty("parentWindow");
    expect(silent({ parentWindow: 1n } as Partial<TokenRequest>)).not.toHaveProperty("parentWindow");
  });

  test("nothing of the request is changed", () => {
    const request = Object.freeze({
      ...tokenRequest,
      scopes: Object.freeze(["User.Read"]),
      extraQueryParameters: Object.freeze({ instance_aware: "true" }),
    });
    const before = structuredClone(request);
    interactive(request);
    expect(request).toStrictEqual(before);
  });
});

describe("who signs in", () => {
  test("whoever chooses, when nobody is known: the plug-in has a picker of its own", () => {
    expect(interactive()).toMatchObject({
      promptType: "force_authentication",
      properties: { ...PROPERTIES, prompt: "select_account" },
    });
    expect(interactive()).not.toHaveProperty("accountId");
  });

  test("with a login hint its name is suggested", () => {
    expect(interactive({}, { loginHint: "ines@contoso.example" })).toMatchObject({
      promptType: "force_authentication",
      properties: { ...PROPERTIES, prompt: "select_account", LoginHint: "ines@contoso.example" },
    });
  });

  test.each(["login", "select_account", "consent", "create"] as const)(
    "prompt %s forces a window, with an account and without",
    (prompt) => {
      for (const whom of [{}, OF_INES]) {
        expect(interactive({ prompt }, whom)).toMatchObject({
          promptType: "force_authentication",
          properties: { ...PROPERTIES, prompt },
          ...whom,
        });
      }
    },
  );
});
