import type { InteractiveTokenRequest, TokenRequest } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { chooseProvider } from "../../src/providers.js";
import { interactiveRequest, silentRequest, type WebTokenRequest, type Whom } from "../../src/requests.js";
import { CLIENT_ID, CORRELATION_ID, PAT, rejection, tokenRequest } from "./samples.js";

const CONSUMERS = "https://login.microsoftonline.com/consumers";
const CHOICE = chooseProvider(CONSUMERS, undefined, false);
const OF_PAT = { accountId: PAT.nativeAccountId };
const PROPERTIES = { "api-version": "2.0", oauth2_batch: "1", "x-client-info": "1" };
const NEW_ACCOUNT = { ...PROPERTIES, Client_uiflow: "new_account" };

const silent = (request: Partial<TokenRequest> = {}): WebTokenRequest =>
  silentRequest({ ...tokenRequest, authority: CONSUMERS, ...request }, CHOICE, PAT.nativeAccountId);

const interactive = (
  request: Partial<InteractiveTokenRequest>,
  whom: Whom = {},
  windowsAccountIsPersonal = false,
): WebTokenRequest =>
  interactiveRequest(
    { ...tokenRequest, authority: CONSUMERS, ...request },
    CHOICE,
    whom,
    windowsAccountIsPersonal,
  );

test("a silent request is this, and nothing more", () => {
  expect(silent()).toStrictEqual({
    mode: "silent",
    provider: { id: "https://login.microsoft.com", authority: "consumers" },
    clientId: CLIENT_ID,
    scope: "https://graph.microsoft.com/User.Read openid profile offline_access",
    promptType: "default",
    correlationId: CORRELATION_ID,
    properties: PROPERTIES,
    accountId: PAT.nativeAccountId,
  });
});

test("claims, the redirect URI and extra parameters are properties there, too", () => {
  const request = {
    claims: "{}",
    redirectUri: "https://app.example",
    extraQueryParameters: { instance_aware: "true" },
  };
  expect(silent(request).properties).toStrictEqual({
    ...PROPERTIES,
    claims: "{}",
    redirect_uri: "https://app.example",
    instance_aware: "true",
  });
});

describe("who signs in", () => {
  test("an account that Windows has does so as it is", () => {
    expect(interactive({}, OF_PAT)).toMatchObject({ promptType: "default", ...OF_PAT });
    expect(interactive({}, OF_PAT).properties).toStrictEqual(PROPERTIES);
  });

  test("the personal account of Windows does so without a new sign-in", () => {
    const request = interactive({}, {}, true);
    expect(request).toMatchObject({ promptType: "default" });
    expect(request.properties).toStrictEqual(PROPERTIES);
  });

  test("a new account is added where Windows has no personal one", () => {
    const request = interactive({});
    expect(request.promptType).toBe("force_authentication");
    expect(request.properties).toStrictEqual(NEW_ACCOUNT);
  });

  test("a login hint is a suggestion for a new account", () => {
    const request = interactive({}, { loginHint: "pat@outlook.example" }, true);
    expect(request.promptType).toBe("force_authentication");
    expect(request.properties).toStrictEqual({ ...NEW_ACCOUNT, LoginHint: "pat@outlook.example" });
  });
});

describe("the prompt", () => {
  test("login is the prompt type, with an account and without", () => {
    for (const whom of [OF_PAT, {}]) {
      const request = interactive({ prompt: "login" }, whom, true);
      expect(request).toMatchObject({ promptType: "force_authentication", ...whom });
      expect(request.properties).toStrictEqual(PROPERTIES);
    }
  });

  test("select_account is a new account, also where Windows has a personal one", () => {
    const request = interactive({ prompt: "select_account" }, {}, true);
    expect(request.promptType).toBe("force_authentication");
    expect(request.properties).toStrictEqual(NEW_ACCOUNT);
  });

  test("create starts where accounts are created", () => {
    expect(interactive({ prompt: "create" }).properties).toStrictEqual({ ...NEW_ACCOUNT, signup: "1" });
  });

  test("consent is refused by name", async () => {
    const error = await rejection(() => interactive({ prompt: "consent" }));
    expect(error.errorCode).toBe("request_unsupported");
    expect(error.message).toContain('"prompt"');
    expect(error.hint).toContain("consent");
  });
});

test("forceRefresh is refused by name", async () => {
  const error = await rejection(() => silent({ forceRefresh: true }));
  expect(error.errorCode).toBe("request_unsupported");
  expect(error.message).toContain('"forceRefresh"');
  expect(error.hint).toBeTruthy();
  expect(silent({ forceRefresh: false }).properties).toStrictEqual(PROPERTIES);
});
