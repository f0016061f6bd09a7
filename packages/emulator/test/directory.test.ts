import { describe, expect, test } from "vitest";
import { startEmulator } from "@authbroker/emulator";
import { errorOf, setUp, tokenOf } from "./support/client.js";
import {
  accountOf,
  ADELE,
  ADELE_SIGNED_IN,
  CLIENT_ID,
  interactiveRequest,
  LEE,
  silentRequest,
} from "./support/requests.js";

const HOME_ACCOUNT_ID = "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69.c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a";

describe.each([
  ["acquireTokenSilently", silentRequest],
  ["acquireTokenInteractively", interactiveRequest],
] as const)("%s is refused", (method, request) => {
  test.each([
    ["an unknown application", { clientId: "00000000-0000-4000-8000-000000000000" }, 0, 700016],
    ["an unregistered redirect URI", { redirectUri: "https://example.com/" }, 0, 50011],
    ["an unknown tenant", { authority: "https://login.microsoftonline.com/fabrikam" }, 0, 90002],
  ])("for %s", async (_what, parts, status, code) => {
    const { client } = await setUp({ config: ADELE_SIGNED_IN });
    expect(errorOf(await client.call(method, request(parts)))).toMatchObject({
      status,
      errorCode: code,
      tag: expect.any(Number),
      context: expect.stringMatching(new RegExp(`^AADSTS${code}: \\w`)),
    });
  });

  test.each([
    ["an authority that is no URL", { authority: "contoso" }, 6],
    ["an authority of somebody else's", { authority: "https://login.example.com/common" }, 11],
    ["an authority without TLS", { authority: "http://login.microsoftonline.com/common" }, 11],
    ["no list of scopes", { scopes: null }, 6],
    ["claims that are not JSON", { decodedClaims: "{" }, 6],
    ["an account that is nobody's", { account: { homeAccountId: "no.body", username: ADELE } }, 19],
  ])("for %s", async (_what, parts, status) => {
    const { client } = await setUp({ config: ADELE_SIGNED_IN });
    const error = errorOf(await client.call(method, request(parts)));
    expect(error.status).toBe(status);
    expect(error.context).not.toBe("");
  });

  test("for a user who is disabled", async () => {
    const { client, emulator } = await setUp({ config: ADELE_SIGNED_IN });
    emulator.directory.setEnabled(ADELE, false);
    expect(errorOf(await client.call(method, request()))).toMatchObject({ status: 13, errorCode: 50057 });
    emulator.directory.setEnabled(ADELE, true);
    expect(tokenOf(await client.call(method, request())).accessTokenType).toBe(0);
  });
});

test("an application that is not registered gets no window", async () => {
  const { client } = await setUp({ onInteraction: () => expect.unreachable("a window opened") });
  const reply = await client.call("acquireTokenInteractively", interactiveRequest({ redirectUri: "x:y" }));
  expect(errorOf(reply).errorCode).toBe(50011);
});

test.each([
  ["an authority for anybody", { authority: "https://login.microsoftonline.com/Common" }],
  ["a tenant's name", { authority: "https://login.microsoftonline.com/CONTOSO" }],
  ["a tenant's id", { authority: "https://login.microsoftonline.com/C0FFEE00-71C5-4A0D-9B1E-0A6F5D3C2B1A/" }],
  ["a client id", { clientId: CLIENT_ID.toUpperCase() }],
  ["a home account id", { account: { homeAccountId: HOME_ACCOUNT_ID.toUpperCase() } }],
])("%s has no case", async (_what, parts) => {
  const { client } = await setUp({ config: ADELE_SIGNED_IN });
  expect(tokenOf(await client.call("acquireTokenSilently", silentRequest(parts))).accessTokenType).toBe(0);
});

test("a user of another tenant is refused there", async () => {
  const tenants = [
    { id: "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a", name: "contoso" },
    { id: "fab11ca0-71c5-4a0d-9b1e-0a6f5d3c2b1a", name: "fabrikam" },
  ];
  const { client } = await setUp({ config: { ...ADELE_SIGNED_IN, tenants } });
  const request = silentRequest({ authority: `https://login.microsoftonline.com/${tenants[1]?.id}` });
  expect(errorOf(await client.call("acquireTokenSilently", request)).errorCode).toBe(50020);
});

describe("a silent request", () => {
  test("needs interaction while nobody is signed in", async () => {
    const { client } = await setUp();
    expect(errorOf(await client.call("acquireTokenSilently", silentRequest()))).toMatchObject({
      status: 2,
      errorCode: 50058,
    });
  });

  test("needs interaction for an account that is not signed in", async () => {
    const { client, emulator } = await setUp({ config: ADELE_SIGNED_IN });
    const lee = emulator.directory.findUser(LEE);
    if (lee === undefined) throw new Error("no user");
    const reply = await client.call("acquireTokenSilently", silentRequest({ account: accountOf(lee) }));
    expect(errorOf(reply).status).toBe(2);
  });

  test("is answered for the login hint, whatever its case", async () => {
    const { client, emulator } = await setUp({
      config: { ...ADELE_SIGNED_IN, broker: { version: "2.0.2" } },
    });
    emulator.directory.signIn(LEE);
    const reply = await client.call("acquireTokenSilently", silentRequest({ username: LEE.toUpperCase() }));
    expect(tokenOf(reply)["account"]).toMatchObject({ username: LEE });
  });
});

test("the directory says whom it does not know", async () => {
  const emulator = await startEmulator({ startBroker: false });
  try {
    expect(() => emulator.directory.signIn("nobody@contoso.example")).toThrow(/no user "nobody@.*adele@/);
  } finally {
    await emulator.stop();
  }
});

test("two emulators do not know each other's users' sign-ins or keys", async () => {
  const [one, other] = await Promise.all([setUp({ config: ADELE_SIGNED_IN }), setUp()]);
  expect(await other.client.call("getAccounts")).toEqual({ accounts: [] });
  expect(await one.emulator.directory.jwks()).not.toEqual(await other.emulator.directory.jwks());
});
