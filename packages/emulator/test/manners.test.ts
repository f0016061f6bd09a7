import { describe, expect, test } from "vitest";
import { BROKER_VERSIONS } from "@authbroker/emulator";
import { errorName, errorOf, setUp, tokenOf } from "./support/client.js";
import { accountOf, ADELE, CLIENT_ID, LEE, silentRequest } from "./support/requests.js";

const introspect = { interface: "org.freedesktop.DBus.Introspectable", member: "Introspect" };
const ssoUrl = "https://login.microsoftonline.com/";

/** An emulator of a version in which Adele and then Lee are signed in. */
async function setUpVersion(version: (typeof BROKER_VERSIONS)[number]) {
  const { client, emulator } = await setUp({ config: { broker: { version } } });
  emulator.directory.signIn(ADELE);
  emulator.directory.signIn(LEE);
  const lee = emulator.directory.findUser(LEE);
  if (lee === undefined) throw new Error("no user");
  return { client, account: accountOf(lee) };
}

describe.each(BROKER_VERSIONS)("broker %s", (version) => {
  test("reports its version", async () => {
    const { client } = await setUpVersion(version);
    expect(await client.call("getLinuxBrokerVersion")).toEqual({ linuxBrokerVersion: version });
  });

  test("serves a request that has the account in both places", async () => {
    const { client, account } = await setUpVersion(version);
    const token = tokenOf(await client.call("acquireTokenSilently", silentRequest({ account })));
    expect(token.accessToken).not.toBe("");
  });
});

describe("broker 2.0.1", () => {
  test("answers introspection", async () => {
    const { client } = await setUpVersion("2.0.1");
    expect(await client.send(introspect)).toContain('<method name="acquireTokenSilently">');
  });

  test("reads the account at the root of the request only", async () => {
    const { client, account } = await setUpVersion("2.0.1");
    const { authParameters } = silentRequest({ account }) as { authParameters: object };
    const nested = tokenOf(await client.call("acquireTokenSilently", { authParameters }));
    expect(nested["account"]).toMatchObject({ username: ADELE });
    const atRoot = { account, authParameters: { ...authParameters, account: null } };
    expect(tokenOf(await client.call("acquireTokenSilently", atRoot))["account"]).toMatchObject({
      username: LEE,
    });
  });

  test("needs no authorizationType", async () => {
    const { client } = await setUpVersion("2.0.1");
    const request = silentRequest({ authorizationType: null });
    expect(tokenOf(await client.call("acquireTokenSilently", request)).accessTokenType).toBe(0);
  });

  test("replies with the account and without a refresh token", async () => {
    const { client } = await setUpVersion("2.0.1");
    const token = tokenOf(await client.call("acquireTokenSilently", silentRequest()));
    expect(token["account"]).toMatchObject({ username: ADELE });
    expect(token).not.toHaveProperty("refreshToken");
  });

  test("gives the cookie at the root", async () => {
    const { client } = await setUpVersion("2.0.1");
    expect(await client.call("acquirePrtSsoCookie", { ...silentRequest(), ssoUrl })).toEqual({
      account: expect.objectContaining({ username: ADELE }),
      cookieName: "x-ms-RefreshTokenCredential",
      cookieContent: expect.any(String),
    });
  });
});

describe.each(["2.0.2", "3.0.1"] as const)("broker %s", (version) => {
  test("answers introspection and properties with an error", async () => {
    const { client } = await setUpVersion(version);
    const properties = {
      interface: "org.freedesktop.DBus.Properties",
      member: "GetAll",
      signature: "s",
      body: ["com.microsoft.identity.Broker1"],
    };
    expect(await errorName(client.send(introspect))).toBe("org.freedesktop.DBus.Error.UnknownInterface");
    expect(await errorName(client.send(properties))).toBe("org.freedesktop.DBus.Error.UnknownInterface");
  });

  test("reads the account in authParameters only", async () => {
    const { client, account } = await setUpVersion(version);
    const username = (reply: Record<string, unknown>): unknown =>
      JSON.parse(Buffer.from(tokenOf(reply).idToken.split(".")[1] ?? "", "base64url").toString())
        .preferred_username;
    const { authParameters } = silentRequest({ account }) as { authParameters: object };
    expect(username(await client.call("acquireTokenSilently", { authParameters }))).toBe(LEE);
    const atRoot = { account, authParameters: { ...authParameters, account: null } };
    expect(username(await client.call("acquireTokenSilently", atRoot))).toBe(ADELE);
  });

  test("needs authorizationType", async () => {
    const { client } = await setUpVersion(version);
    const reply = await client.call("acquireTokenSilently", silentRequest({ authorizationType: null }));
    expect(errorOf(reply)).toMatchObject({
      status: 6,
      context: expect.stringContaining("authorizationType"),
    });
  });

  test("gives the cookie in cookieItems", async () => {
    const { client } = await setUpVersion(version);
    expect(await client.call("acquirePrtSsoCookie", { ...silentRequest(), ssoUrl })).toHaveProperty(
      "cookieItems",
    );
  });
});

test("broker 2.0.2 replies with the account, 3.0.1 with an empty refresh token in its place", async () => {
  const old = await setUpVersion("2.0.2");
  const token = tokenOf(await old.client.call("acquireTokenSilently", silentRequest()));
  expect(token).toMatchObject({ account: { username: ADELE } });
  expect(token).not.toHaveProperty("refreshToken");
  const now = await setUpVersion("3.0.1");
  const latest = tokenOf(await now.client.call("acquireTokenSilently", silentRequest()));
  expect(latest).toMatchObject({ refreshToken: "" });
  expect(latest).not.toHaveProperty("account");
});

describe("an app with consent for some scopes", () => {
  const apps = [{ clientId: CLIENT_ID, name: "Contoso Notes", consentedScopes: ["User.Read"] }];
  const scopes = ["User.Read", "Mail.Read"];

  test("broker 2.0.2 grants what there is consent for", async () => {
    const { client, emulator } = await setUp({ config: { broker: { version: "2.0.2" }, apps } });
    emulator.directory.signIn(ADELE);
    const token = tokenOf(await client.call("acquireTokenSilently", silentRequest({ scopes })));
    expect(token.grantedScopes).toBe("User.Read");
  });

  test("broker 3.0.1 grants it interactively and refuses it silently", async () => {
    const { client } = await setUp({ config: { apps } });
    const interactive = await client.call("acquireTokenInteractively", silentRequest({ scopes }));
    expect(tokenOf(interactive).grantedScopes).toBe("User.Read");
    expect(errorOf(await client.call("acquireTokenSilently", silentRequest({ scopes })))).toMatchObject({
      status: 2,
      context: expect.stringContaining("declined scopes are present"),
    });
    // The scope in its long form is the same one.
    const long = silentRequest({ scopes: ["https://graph.microsoft.com/user.read"] });
    expect(tokenOf(await client.call("acquireTokenSilently", long)).grantedScopes).toBe(
      "https://graph.microsoft.com/user.read",
    );
  });

  test("nothing consented is refused with AADSTS65001", async () => {
    const { client } = await setUp({ config: { apps } });
    const request = silentRequest({ scopes: ["Mail.Read"] });
    expect(errorOf(await client.call("acquireTokenInteractively", request))).toMatchObject({
      status: 2,
      context: expect.stringMatching(/^AADSTS65001: /),
    });
  });
});
