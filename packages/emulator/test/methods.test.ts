import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { errorOf, setUp, tokenOf } from "./support/client.js";
import {
  accountOf,
  ADELE,
  ADELE_SIGNED_IN,
  CLIENT_ID,
  interactiveRequest,
  LEE,
  silentRequest,
  ZOE,
} from "./support/requests.js";

const HOUR = 3_600_000;

describe("getAccounts", () => {
  test("is empty until somebody signs in", async () => {
    const { client } = await setUp();
    expect(await client.call("getAccounts", { clientId: CLIENT_ID })).toEqual({ accounts: [] });
  });

  test("has every field that some client cannot do without", async () => {
    const { client, emulator } = await setUp();
    emulator.directory.signIn(ADELE);
    const [user] = emulator.directory.users;
    expect(await client.call("getAccounts", { clientId: CLIENT_ID })).toEqual({
      accounts: [
        {
          clientInfo: Buffer.from(JSON.stringify({ uid: user?.oid, utid: user?.tenantId })).toString(
            "base64url",
          ),
          environment: "login.windows.net",
          familyName: "Vance",
          givenName: "Adele",
          homeAccountId: `${user?.oid}.${user?.tenantId}`,
          localAccountId: user?.oid,
          name: "Adele Vance",
          passwordExpiry: 0,
          realm: user?.tenantId,
          username: ADELE,
        },
      ],
    });
  });

  test("carries a name with markup, quotes and letters of several scripts as it is", async () => {
    const { client, emulator } = await setUp();
    emulator.directory.signIn(ZOE);
    expect(await client.call("getAccounts")).toMatchObject({
      accounts: [{ name: `Zoë "Zed" <b>O'Brien</b> & Łukasz 王`, username: ZOE }],
    });
  });
});

describe("acquireTokenInteractively", () => {
  test("signs the first user in, who can then be answered silently", async () => {
    const { client, emulator } = await setUp();
    const interactive = tokenOf(await client.call("acquireTokenInteractively", interactiveRequest()));
    expect(decodeJwt(interactive.idToken)["preferred_username"]).toBe(ADELE);
    expect(emulator.directory.signedIn.map(({ username }) => username)).toEqual([ADELE]);
    const silent = tokenOf(await client.call("acquireTokenSilently", silentRequest()));
    expect(silent.accessToken).toBe(interactive.accessToken);
  });

  test.each([
    ["the account asked for", { account: LEE, username: ZOE }, LEE],
    ["the login hint", { username: ZOE }, ZOE],
    ["the user of the configuration", {}, LEE],
  ])(
    "signs in %s first",
    async (_who, { account, ...parts }: { account?: string; username?: string }, expected) => {
      const { client, emulator } = await setUp({ config: { interaction: { user: LEE } } });
      const user = account === undefined ? undefined : emulator.directory.findUser(account);
      const request = interactiveRequest({
        ...parts,
        ...(user === undefined ? {} : { account: accountOf(user) }),
      });
      const { idToken } = tokenOf(await client.call("acquireTokenInteractively", request));
      expect(decodeJwt(idToken)["preferred_username"]).toBe(expected);
    },
  );
});

describe("acquireTokenSilently", () => {
  test("gives tokens that the directory's keys verify and that say they are emulated", async () => {
    const { client, emulator } = await setUp({ config: ADELE_SIGNED_IN });
    const token = tokenOf(
      await client.call("acquireTokenSilently", silentRequest({ scopes: ["User.Read", "Mail.Read"] })),
    );
    const [user] = emulator.directory.users;
    const keys = createLocalJWKSet(await emulator.directory.jwks());
    const issuer = `https://login.microsoftonline.com/${user?.tenantId}/v2.0`;
    const id = await jwtVerify(token.idToken, keys, { issuer, audience: CLIENT_ID });
    const access = await jwtVerify(token.accessToken, keys, {
      issuer,
      audience: "https://graph.microsoft.com",
    });
    expect(id.payload).toMatchObject({
      oid: user?.oid,
      tid: user?.tenantId,
      name: "Adele Vance",
      preferred_username: ADELE,
      ver: "2.0",
      xms_emulated: true,
    });
    expect(access.payload).toMatchObject({
      azp: CLIENT_ID,
      azpacr: "0",
      scp: "User.Read Mail.Read",
      sub: id.payload.sub,
      xms_emulated: true,
    });
    expect(decodeProtectedHeader(token.accessToken)).toMatchObject({
      alg: "RS256",
      kid: expect.stringMatching(/^authbroker-emulator-/),
    });
    expect(token).toMatchObject({ accessTokenType: 0, grantedScopes: "User.Read Mail.Read" });
    expect(token.expiresOn).toBe((access.payload.exp ?? 0) * 1000);
    expect(token.extendedExpiresOn).toBe(token.expiresOn + HOUR);
    expect(token.expiresOn).toBeGreaterThan(Date.now() + HOUR / 2);
  });

  test("names the resource of a scope as the audience", async () => {
    const { client } = await setUp({ config: ADELE_SIGNED_IN });
    const request = silentRequest({ scopes: ["api://notes/Notes.Read"] });
    const { accessToken } = tokenOf(await client.call("acquireTokenSilently", request));
    expect(decodeJwt(accessToken)).toMatchObject({ aud: "api://notes", scp: "Notes.Read" });
  });

  test.each([[[]], [["openid", "profile", "offline_access"]]])(
    "takes a request for the scopes %j as a sign-in alone",
    async (scopes) => {
      const { client } = await setUp({ config: ADELE_SIGNED_IN });
      const token = tokenOf(await client.call("acquireTokenSilently", silentRequest({ scopes })));
      expect(token.grantedScopes).toBe("openid profile");
      expect(decodeJwt(token.accessToken)).toMatchObject({ scp: "openid profile" });
      expect(decodeJwt(token.idToken)).toMatchObject({ aud: CLIENT_ID });
    },
  );

  test("gives the same token until one is to be renewed", async () => {
    const { client } = await setUp({ config: ADELE_SIGNED_IN });
    const call = async (parts = {}): Promise<string> =>
      tokenOf(await client.call("acquireTokenSilently", silentRequest(parts))).accessToken;
    const first = await call();
    expect(await call()).toBe(first);
    expect(await call({ decodedClaims: '{"access_token":{"xms_cc":{"values":["CP1"]}}}' })).not.toBe(first);
    const renewed = await call({ accessTokenToRenew: first });
    expect(renewed).not.toBe(first);
    expect(await call()).toBe(renewed);
  });

  test("gives the subject of a user another value for another application", async () => {
    const other = "00000000-1111-4222-8333-444444444444";
    const apps = [CLIENT_ID, other].map((clientId) => ({ clientId, name: clientId }));
    const { client } = await setUp({ config: { ...ADELE_SIGNED_IN, apps } });
    const subjects = await Promise.all(
      [CLIENT_ID, other].map(async (clientId) => {
        const reply = await client.call("acquireTokenSilently", silentRequest({ clientId }));
        return decodeJwt(tokenOf(reply).idToken).sub;
      }),
    );
    expect(new Set(subjects).size).toBe(2);
  });
});

describe("removeAccount", () => {
  test("signs the account out", async () => {
    const { client, emulator } = await setUp({ config: ADELE_SIGNED_IN });
    const [adele] = emulator.directory.users;
    if (adele === undefined) throw new Error("no user");
    expect(await client.call("removeAccount", { clientId: CLIENT_ID, account: accountOf(adele) })).toEqual(
      {},
    );
    expect(emulator.directory.signedIn).toEqual([]);
    const reply = await client.call("acquireTokenSilently", silentRequest({ account: accountOf(adele) }));
    expect(errorOf(reply).status).toBe(2);
  });

  test("does not know an account of another directory", async () => {
    const { client } = await setUp({ config: ADELE_SIGNED_IN });
    const account = { homeAccountId: "stranger.elsewhere" };
    expect(errorOf(await client.call("removeAccount", { clientId: CLIENT_ID, account })).status).toBe(19);
  });
});

describe("acquirePrtSsoCookie", () => {
  test("binds the cookie to the nonce of the sign-in page", async () => {
    const { client, emulator } = await setUp({ config: ADELE_SIGNED_IN });
    const ssoUrl = "https://login.microsoftonline.com/common/oauth2/authorize?sso_nonce=n-1";
    const reply = await client.call("acquirePrtSsoCookie", {
      ...silentRequest({ authorizationType: 8, ssoUrl }),
      ssoUrl,
    });
    expect(reply).toEqual({
      cookieItems: [{ cookieName: "x-ms-RefreshTokenCredential", cookieContent: expect.any(String) }],
    });
    const jwt = /"cookieContent":"([^"]+)"/.exec(JSON.stringify(reply))?.[1] ?? "";
    const { payload } = await jwtVerify(jwt, createLocalJWKSet(await emulator.directory.jwks()));
    expect(payload).toMatchObject({ request_nonce: "n-1", xms_emulated: true });
  });

  test("refuses what is no URL", async () => {
    const { client } = await setUp({ config: ADELE_SIGNED_IN });
    const reply = await client.call("acquirePrtSsoCookie", silentRequest({ authorizationType: 8 }));
    expect(errorOf(reply)).toMatchObject({ status: 6, context: expect.stringContaining("ssoUrl") });
  });
});

describe("getLinuxBrokerVersion", () => {
  test("says which generation it is", async () => {
    const { client } = await setUp();
    expect(await client.call("getLinuxBrokerVersion", { msalCppVersion: "1" })).toEqual({
      linuxBrokerVersion: "3.0.1",
    });
  });
});
