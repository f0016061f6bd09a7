import type { BrokerPrompt } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import {
  accountsRequest,
  cancelRequest,
  interactiveRequest,
  removeAccountRequest,
  silentRequest,
  versionRequest,
} from "../../src/requests.js";
import { VERSION } from "../../src/version.js";
import {
  AUTHORITY,
  CLIENT_ID,
  CORRELATION_ID,
  INES,
  type Json,
  REDIRECT_URI,
  TENANT_ID,
  thrown,
  tokenRequest,
} from "./samples.js";

const NOW = new Date("2026-11-21T19:35:57.495Z");
const SKU = { "x-client-xtra-sku": `authbroker|${VERSION},|,|,|,|` };

/** The account as every request carries it. */
const ACCOUNT = {
  alternativeAccountId: "",
  clientInfo: Buffer.from(`{"uid":"${INES.localAccountId}","utid":"${TENANT_ID}"}`).toString("base64url"),
  environment: "login.microsoftonline.com",
  familyName: "",
  givenName: "",
  homeAccountId: INES.homeAccountId,
  homeEnvironment: "",
  localAccountId: INES.localAccountId,
  middleName: "",
  name: "Ines Marten",
  passwordChangeUrl: "",
  passwordExpiry: 0,
  realm: TENANT_ID,
  username: "ines@contoso.example",
};

/** The fields that Microsoft's client sends whatever it asks for. */
const ALWAYS = {
  accessTokenToRenew: "",
  additionalQueryParametersForAuthorization: SKU,
  authority: AUTHORITY,
  clientId: CLIENT_ID,
  decodedClaims: "",
  enrollmentId: "",
  isTestMode: false,
  password: "",
  popParams: null,
  redirectUri: REDIRECT_URI,
  requestedScopes: ["https://graph.microsoft.com/User.Read"],
  uxContextHandle: -1,
};

const SIGN_IN = { ...ALWAYS, account: null, isSignIn: true, username: "" };

const WITH_ACCOUNT = {
  ...ALWAYS,
  account: ACCOUNT,
  authority: `https://login.microsoftonline.com/${TENANT_ID}`,
  username: "ines@contoso.example",
};

const BLOB = JSON.stringify({
  onboarding_mode: "brokered",
  schema_version: "1.0.0",
  session_correlation_id: CORRELATION_ID,
  steps_list: [{ step_id: "AuthenticationStarted", ts: "2026-11-21T19:35:57.495Z" }],
});

const parameters = (request: Json): Json => request["authParameters"] as Json;

describe("acquireTokenSilently asks", () => {
  test("with an account, in both of the places where brokers look for it", () => {
    expect(silentRequest({ ...tokenRequest, account: INES })).toStrictEqual({
      account: ACCOUNT,
      authParameters: { ...WITH_ACCOUNT, authorizationType: 1 },
    });
  });

  test("without one, in the form of a sign-in", () => {
    expect(silentRequest(tokenRequest)).toStrictEqual({
      authParameters: { ...SIGN_IN, authorizationType: 1 },
    });
  });

  test("with all that a request can hold", () => {
    const request = silentRequest({
      ...tokenRequest,
      account: INES,
      claims: '{"access_token":{"nbf":{"essential":true}}}',
      loginHint: "someone@contoso.example",
      extraQueryParameters: { dc: "a", slice: "test" },
    });

    expect(parameters(request)).toStrictEqual({
      ...WITH_ACCOUNT,
      authorizationType: 1,
      additionalQueryParametersForAuthorization: { dc: "a", slice: "test", ...SKU },
      decodedClaims: '{"access_token":{"nbf":{"essential":true}}}',
      username: "someone@contoso.example",
    });
  });

  test("with a domain hint and a resource among the query parameters", () => {
    const extraQueryParameters = {
      domain_hint: "contoso.example",
      resource: "https://notes.contoso.example",
    };

    for (const request of [
      silentRequest({ ...tokenRequest, extraQueryParameters }),
      interactiveRequest({ ...tokenRequest, extraQueryParameters }, NOW),
    ]) {
      expect(parameters(request)).toHaveProperty("additionalQueryParametersForAuthorization", {
        ...extraQueryParameters,
        ...SKU,
      });
    }
  });

  test("with the login hint as the username when there is no account", () => {
    const request = silentRequest({ ...tokenRequest, loginHint: "tom@contoso.example" });

    expect(parameters(request)).toHaveProperty("username", "tom@contoso.example");
  });

  test("with the token to replace, and with none otherwise", () => {
    const request = { ...tokenRequest, account: INES };

    expect(parameters(silentRequest(request, "the old one"))).toHaveProperty(
      "accessTokenToRenew",
      "the old one",
    );
    expect(parameters(silentRequest(request))).toHaveProperty("accessTokenToRenew", "");
  });
});

describe("acquireTokenInteractively asks", () => {
  test("without an account, in the form of a sign-in", () => {
    expect(interactiveRequest(tokenRequest, NOW)).toStrictEqual({
      authParameters: { ...SIGN_IN, authorizationType: 6, onboardingBlob: BLOB },
    });
  });

  test("with an account, in both places, and with the parameter that Microsoft's client adds", () => {
    expect(interactiveRequest({ ...tokenRequest, account: INES }, NOW)).toStrictEqual({
      account: ACCOUNT,
      authParameters: {
        ...WITH_ACCOUNT,
        additionalQueryParametersForAuthorization: { hsu: "1", ...SKU },
        authorizationType: 6,
        onboardingBlob: BLOB,
      },
    });
  });

  test("with a window, in both places", () => {
    expect(interactiveRequest({ ...tokenRequest, parentWindow: 0x4200_0002n }, NOW)).toStrictEqual({
      authParameters: {
        ...SIGN_IN,
        authorizationType: 6,
        onboardingBlob: BLOB,
        parentWindow: { handle: 0x4200_0002 },
      },
      parentWindowHandle: 0x4200_0002,
    });
  });

  test("without any window field from a terminal", () => {
    const request = interactiveRequest({ ...tokenRequest, parentWindow: "console" }, NOW);

    expect(request).not.toHaveProperty("parentWindowHandle");
    expect(parameters(request)).not.toHaveProperty("parentWindow");
  });

  test("with the largest window id that brokers can read, and not with a larger one", () => {
    const largest = interactiveRequest({ ...tokenRequest, parentWindow: 0xffff_ffffn }, NOW);
    const error = thrown(() => interactiveRequest({ ...tokenRequest, parentWindow: 0x1_0000_0000n }, NOW));

    expect(largest).toHaveProperty("parentWindowHandle", 0xffff_ffff);
    expect(error.errorCode).toBe("request_unsupported");
    expect(error.message).toContain('"parentWindowHandle"');
  });

  test.each<BrokerPrompt>(["login", "select_account", "create"])(
    "with prompt %s for a person who signs in afresh: no account is sent",
    (prompt) => {
      const request = interactiveRequest({ ...tokenRequest, account: INES, prompt }, NOW);

      expect(request).not.toHaveProperty("account");
      expect(parameters(request)).toMatchObject({
        account: null,
        additionalQueryParametersForAuthorization: SKU,
        authority: AUTHORITY,
        isSignIn: true,
        prompt,
      });
      expect(parameters(request)["additionalQueryParametersForAuthorization"]).not.toHaveProperty("hsu");
    },
  );

  test("with prompt login for the one that was named", () => {
    const request = interactiveRequest({ ...tokenRequest, account: INES, prompt: "login" }, NOW);

    expect(parameters(request)).toHaveProperty("username", INES.username);
  });

  test.each<BrokerPrompt>(["select_account", "create"])(
    "with prompt %s for no one in particular",
    (prompt) => {
      const request = interactiveRequest({ ...tokenRequest, account: INES, prompt }, NOW);

      expect(parameters(request)).toHaveProperty("username", "");
    },
  );

  test("with prompt consent for the account", () => {
    const request = interactiveRequest({ ...tokenRequest, account: INES, prompt: "consent" }, NOW);

    expect(request).toHaveProperty("account", ACCOUNT);
    expect(parameters(request)).toMatchObject({ account: ACCOUNT, prompt: "consent" });
    expect(parameters(request)).not.toHaveProperty("isSignIn");
  });
});

describe("scopes", () => {
  test("that the broker adds by itself are not sent", () => {
    const scopes = ["openid", "User.Read", "profile", "OFFLINE_ACCESS", "email", "openid.extra"];

    for (const request of [
      silentRequest({ ...tokenRequest, scopes }),
      interactiveRequest({ ...tokenRequest, scopes }, NOW),
    ]) {
      expect(parameters(request)).toHaveProperty("requestedScopes", ["User.Read", "email", "openid.extra"]);
    }
  });
});

describe("the authority", () => {
  test.each([
    ["common", "https://login.microsoftonline.com/common", `https://login.microsoftonline.com/${TENANT_ID}`],
    [
      "organizations",
      "https://login.microsoftonline.us/Organizations",
      `https://login.microsoftonline.us/${TENANT_ID}`,
    ],
    [
      "another tenant",
      "https://login.microsoftonline.com/fabrikam.example",
      "https://login.microsoftonline.com/fabrikam.example",
    ],
    [
      "consumers",
      "https://login.microsoftonline.com/consumers",
      "https://login.microsoftonline.com/consumers",
    ],
  ])("of an account in %s", (_tenant, authority, sent) => {
    const request = { ...tokenRequest, authority, account: INES };

    expect(parameters(silentRequest(request))).toHaveProperty("authority", sent);
    expect(parameters(interactiveRequest(request, NOW))).toHaveProperty("authority", sent);
  });

  test("without an account is the caller's", () => {
    expect(parameters(silentRequest(tokenRequest))).toHaveProperty("authority", AUTHORITY);
  });
});

describe("the other methods", () => {
  const common = { clientId: CLIENT_ID, redirectUri: REDIRECT_URI, correlationId: CORRELATION_ID };

  test("getAccounts", () => {
    expect(accountsRequest(common)).toStrictEqual({ clientId: CLIENT_ID, redirectUri: REDIRECT_URI });
  });

  test("removeAccount", () => {
    expect(removeAccountRequest({ ...common, account: INES })).toStrictEqual({
      account: ACCOUNT,
      clientId: CLIENT_ID,
    });
  });

  test("getLinuxBrokerVersion", () => {
    expect(versionRequest()).toStrictEqual({ msalCppVersion: VERSION });
  });

  test("cancelInteractiveFlow names the error that the flow is to end with", () => {
    expect(cancelRequest()).toStrictEqual({
      error: {
        context: expect.stringMatching(/./),
        diagnostics: null,
        errorCode: 0,
        status: 7,
        subStatus: 0,
        tag: expect.any(Number),
      },
    });
  });
});

test("an account without a name is sent with an empty one", () => {
  const { name: _name, ...nameless } = INES;

  expect(silentRequest({ ...tokenRequest, account: nameless })).toHaveProperty("account.name", "");
});

test("requests may be frozen and stay as they are", () => {
  const request = Object.freeze({
    ...tokenRequest,
    scopes: Object.freeze(["openid", "User.Read"]),
    account: Object.freeze({ ...INES }),
    extraQueryParameters: Object.freeze({ dc: "a" }),
  });
  const before = structuredClone(request);

  silentRequest(request);
  interactiveRequest(request, NOW);

  expect(request).toStrictEqual(before);
});
