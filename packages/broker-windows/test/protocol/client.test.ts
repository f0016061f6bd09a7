import { type AccountInfo, PublicClientApplication } from "@authbroker/core";
import { InteractionRequiredAuthError } from "@azure/msal-node";
import { expect, test } from "vitest";
import { createWindowsBroker } from "../../src/broker.js";
import { CLIENT_ID, entraAnswer, failedAnswer, INES, rejection, TOM } from "./samples.js";
import { type Script, scriptedAddon } from "./scripted-addon.js";

const scopes = ["User.Read"];
const account: AccountInfo = { ...INES, source: "broker" };

/** A client over a scripted Windows: what an application sees of all this. */
const client = (script: Partial<Script>): Promise<PublicClientApplication> => {
  const addon = scriptedAddon(script);
  return PublicClientApplication.create({
    auth: { clientId: CLIENT_ID },
    broker: { implementation: createWindowsBroker(() => addon), required: true },
  });
};

const failing = (code: number, message: string): Promise<PublicClientApplication> =>
  client({ getToken: () => failedAnswer(5, code, message) });

test("a missing redirect URI is named, and it is that of Windows", async () => {
  const words = "AADSTS50011: The redirect URI specified in the request does not match";
  const app = await failing(0xcaa20003, words);
  const error = await rejection(app.acquireTokenSilent({ scopes, account }));
  expect(error.errorCode).toBe("redirect_uri_mismatch");
  expect(error.message).toContain(`ms-appx-web://Microsoft.AAD.BrokerPlugin/${CLIENT_ID}`);
  expect(error.errorNo).toBe(50011);
  expect(error.broker).toMatchObject({ status: "ProviderError", code: 0xcaa20003 });
});

test("a redirect URI of the request's own is the one that is named", async () => {
  const app = await failing(0xcaa20003, "AADSTS50011: The redirect URI");
  const redirectUri = "https://app.contoso.example/signed-in";
  const error = await rejection(app.acquireTokenSilent({ scopes, account, redirectUri }));
  expect(error.message).toContain(redirectUri);
});

test("an application that is no public client is told so", async () => {
  const app = await failing(0xcaa20003, "AADSTS7000218: The request body must contain client_assertion");
  const error = await rejection(app.acquireTokenSilent({ scopes, account }));
  expect(error.errorCode).toBe("app_registration_invalid");
  expect(error.hint).toContain("Allow public client flows");
});

test("a plug-in that needs the person is msal-node's own error", async () => {
  const app = await failing(0xcaa2000c, "AADSTS50076: Due to a configuration change");
  const error = await rejection(app.acquireTokenSilent({ scopes, account }));
  expect(error).toBeInstanceOf(InteractionRequiredAuthError);
  expect(error.correlationId).toMatch(/^[\da-f-]{36}$/);
});

test("the token of another account than was asked for never reaches the caller", async () => {
  const app = await client({ getToken: () => ({ ...entraAnswer(TOM), status: 2 }) });
  const error = await rejection(app.acquireTokenSilent({ scopes, account }));
  expect(error.errorCode).toBe("account_mismatch");
});

test("a token whose end is not known is an expired one", async () => {
  const app = await client({ getToken: () => entraAnswer(INES, { TokenExpiresOn: "" }) });
  const { expiresOn } = await app.acquireTokenSilent({ scopes, account });
  expect(expiresOn?.getTime()).toBe(0);
});
