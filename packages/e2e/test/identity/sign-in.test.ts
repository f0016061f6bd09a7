import { createEmulatedBroker } from "@authbroker/emulator";
import { calculateJwkThumbprint, decodeJwt, importJWK, jwtVerify } from "jose";
import { describe, expect, test, vi } from "vitest";
import {
  ADELE,
  credential,
  DEVELOPER_SIGN_ON,
  LEE,
  machine,
  ON,
  SCOPE,
  TENANT,
  use,
  VERSIONS,
} from "./credentials.js";

const claimsOf = (token: { readonly token: string } | null): unknown => decodeJwt(token?.token ?? "");

describe.each(VERSIONS)("with identity %s", (_version, identity) => {
  test("the user of the machine is signed in without a window, and without a request over HTTP", async () => {
    const { clientId, asked } = await machine([ADELE]);
    use(identity);
    const adele = credential(identity, clientId, { useDefaultBrokerAccount: true });
    const token = await adele.getToken(SCOPE);
    expect(claimsOf(token)).toMatchObject({ oid: ADELE.oid });
    expect(token).toMatchObject({ tokenType: "Bearer" });
    expect(token?.expiresOnTimestamp).toBeGreaterThan(Date.now());
    expect(asked()).toEqual(["acquireTokenSilently"]);
  });

  test("on a machine without a user, the broker's window opens", async () => {
    const { clientId, asked } = await machine();
    use(identity);
    const adele = credential(identity, clientId, { useDefaultBrokerAccount: true });
    expect(claimsOf(await adele.getToken(SCOPE))).toMatchObject({ oid: ADELE.oid });
    expect(asked()).toEqual(["acquireTokenSilently", "acquireTokenInteractively"]);
  });

  test("without useDefaultBrokerAccount the window opens although the machine has a user", async () => {
    const { clientId, asked, sent } = await machine([ADELE]);
    use(identity);
    await credential(identity, clientId).getToken(SCOPE);
    expect(asked()).toEqual(["acquireTokenInteractively"]);
    expect(sent("acquireTokenInteractively")).toMatchObject({ prompt: "select_account", account: null });
  });

  test("the second token is silent, and that of the user who signed in, not of the machine's", async () => {
    const { clientId, asked } = await machine([ADELE, LEE]);
    use(identity);
    const lee = credential(identity, clientId, { loginHint: LEE.username });
    expect(claimsOf(await lee.getToken(SCOPE))).toMatchObject({ oid: LEE.oid });
    expect(claimsOf(await lee.getToken(SCOPE))).toMatchObject({ oid: LEE.oid });
    expect(asked()).toEqual(["acquireTokenInteractively", "acquireTokenSilently"]);
  });

  test("two credentials of two users each get their own user's tokens", async () => {
    const { clientId } = await machine([ADELE, LEE]);
    use(identity);
    const users = [ADELE, LEE];
    const credentials = users.map(({ username }) => credential(identity, clientId, { loginHint: username }));
    for (const each of credentials) await each.getToken(SCOPE);
    const again = await Promise.all(credentials.map((each) => each.getToken(SCOPE)));
    expect(again.map(claimsOf)).toMatchObject(users.map(({ oid }) => ({ oid })));
  });

  test("tenantId of a call reaches the broker with the first token; later identity leaves it out", async () => {
    const { clientId, sent } = await machine();
    use(identity);
    const adele = credential(identity, clientId, {
      additionallyAllowedTenants: ["*"],
      tenantId: "organizations",
    });
    await adele.getToken(SCOPE, { tenantId: TENANT.id });
    const ofTenant = `https://login.microsoftonline.com/${TENANT.id}`;
    expect(sent("acquireTokenInteractively")).toMatchObject({ authority: ofTenant });
    const stranger = "57a46e00-1111-4222-8333-444455556666";
    expect(await adele.getToken(SCOPE, { tenantId: stranger })).toMatchObject({ tokenType: "Bearer" });
    expect(sent("acquireTokenSilently")).toMatchObject({ authority: ofTenant });
  });

  test("authenticate() tells who signed in", async () => {
    const { clientId } = await machine([ADELE]);
    use(identity);
    expect(await credential(identity, clientId).authenticate(SCOPE)).toMatchObject({
      username: ADELE.username,
      homeAccountId: `${ADELE.oid}.${TENANT.id}`,
      clientId,
    });
  });

  test.each([
    {
      window: "of 8 bytes",
      parentWindowHandle: Buffer.from("0708000000000000", "hex"),
      parentWindow: 0x807n,
    },
    { window: "of 4 bytes", parentWindowHandle: new Uint8Array([9, 0, 0, 1]), parentWindow: 0x1000009n },
    { window: "that is empty", parentWindowHandle: new Uint8Array(0), parentWindow: undefined },
  ])("a parent window $window reaches the broker", async ({ parentWindowHandle, parentWindow }) => {
    const { broker, clientId, requests } = createEmulatedBroker({ platform: "windows" });
    use(identity, { broker: { implementation: broker } });
    await credential(identity, clientId, { parentWindowHandle }).getToken(SCOPE);
    const asked = requests.map(({ method, request }) => [method, Reflect.get(request, "parentWindow")]);
    expect(asked).toEqual([["acquireTokenInteractive", parentWindow]]);
  });

  test("legacyEnableMsaPassthrough reaches the broker, silently too", async () => {
    const { clientId, asked, sent } = await machine([ADELE]);
    use(identity);
    const adele = credential(identity, clientId, { legacyEnableMsaPassthrough: true });
    await adele.getToken(SCOPE);
    await adele.getToken(SCOPE);
    expect(asked()).toHaveLength(2);
    for (const method of ["acquireTokenInteractively", "acquireTokenSilently"] as const) {
      expect(sent(method)).toMatchObject({
        additionalQueryParametersForAuthorization: { msal_request_type: "consumer_passthrough" },
      });
    }
  });

  test.each([true, false])(
    "a proof of possession is signed for its request (default user: %s)",
    async (byDefault) => {
      const { clientId } = await machine([ADELE]);
      use(identity);
      const adele = credential(identity, clientId, { useDefaultBrokerAccount: byDefault });
      const resourceRequestUrl = "https://graph.microsoft.com/v1.0/me?$select=id";
      for (const nonce of ["first", "second"]) {
        const proof = { nonce, resourceRequestMethod: "GET", resourceRequestUrl } as const;
        const token = await adele.getToken(SCOPE, { proofOfPossessionOptions: proof });
        expect(token).toMatchObject({ tokenType: "pop" });
        const signed = await verified(token?.token ?? "");
        expect(signed).toMatchObject({ m: "GET", u: "graph.microsoft.com", p: "/v1.0/me", nonce });
      }
    },
  );

  test("a claims challenge reaches the broker, and stays with the credential's later calls", async () => {
    const { clientId, sent } = await machine([ADELE]);
    use(identity);
    const adele = credential(identity, clientId, { useDefaultBrokerAccount: true });
    const before = await adele.getToken(SCOPE);
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1900000000"}}}';
    const after = await adele.getToken(SCOPE, { claims, enableCae: true });
    expect(after?.token).not.toBe(before?.token);
    await adele.getToken(SCOPE);
    expect(sent("acquireTokenSilently")).toMatchObject({ decodedClaims: claims });
  });

  test("clientCapabilities of the plugin reach the broker, with a challenge and without", async () => {
    const { clientId, sent } = await machine([ADELE]);
    use(identity, { ...ON, clientCapabilities: ["CP1"] });
    const adele = credential(identity, clientId, { useDefaultBrokerAccount: true });
    const claimsSent = (): unknown => {
      const request = sent("acquireTokenSilently");
      return JSON.parse(String(Reflect.get(Object(request), "decodedClaims")));
    };
    const capable = { xms_cc: { values: ["CP1"] } };
    await adele.getToken(SCOPE);
    expect(claimsSent()).toEqual({ access_token: capable });
    const nbf = { essential: true, value: "1900000000" };
    await adele.getToken(SCOPE, { claims: JSON.stringify({ access_token: { nbf } }) });
    expect(claimsSent()).toEqual({ access_token: { nbf, ...capable } });
  });

  test.each(["dev", ""])(
    "DefaultAzureCredential comes to the machine's user (chain: '%s')",
    async (chain) => {
      vi.stubEnv("AZURE_TOKEN_CREDENTIALS", chain);
      const { asked, sent } = await machine([ADELE]);
      use(identity);
      const token = await new identity.DefaultAzureCredential(OFFLINE).getToken(SCOPE);
      expect(claimsOf(token)).toMatchObject({ oid: ADELE.oid });
      expect(asked()).toEqual(["acquireTokenSilently"]);
      expect(sent("acquireTokenSilently")).toMatchObject({ clientId: DEVELOPER_SIGN_ON });
    },
  );
});

/** The machine is no virtual machine of a cloud, and its network says so at once. */
const OFFLINE = {
  httpClient: { sendRequest: () => Promise.reject(new Error("no network")) },
  retryOptions: { maxRetries: 0 },
};

/** The claims of a signed HTTP request whose key is the one that its access token is bound to. */
async function verified(signed: string): Promise<unknown> {
  const { at, cnf } = decodeJwt<{ at: string; cnf: { jwk: Record<string, string> } }>(signed);
  const { payload } = await jwtVerify(signed, await importJWK(cnf.jwk, "RS256"));
  const { cnf: bound } = decodeJwt<{ cnf: { kid: string } }>(at);
  expect(bound.kid).toBe(await calculateJwkThumbprint(cnf.jwk));
  return payload;
}
