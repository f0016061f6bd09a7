import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEmulator } from "@authbroker/emulator";
import { Application } from "./support/application.js";
import { installProject, type Project } from "./support/project.js";
import { accountOf, ADELE, LEE, rejection, SCOPES, setStage } from "./support/stage.js";

let project: Project;
beforeAll(async () => {
  project = await installProject("npm", { keytar: "empty-npm-package@1.0.0" });
}, 240_000);
afterAll(() => project.remove());

describe("accounts", () => {
  test("are those that the broker holds", async () => {
    const { app, clientId, signIn } = await setStage(project);
    expect(app.isBrokerAvailable).toBe(true);
    expect(await app.plugin("getAllAccounts", clientId, randomUUID())).toEqual([]);
    const { homeAccountId, nativeAccountId } = accountOf(await signIn());
    const [oid, tid] = homeAccountId.split(".");
    const account = {
      homeAccountId,
      nativeAccountId,
      localAccountId: oid,
      tenantId: tid,
      environment: "login.microsoftonline.com",
      username: ADELE,
      name: "Adele Vance",
      idTokenClaims: undefined,
    };
    expect(await app.plugin("getAllAccounts", clientId, randomUUID())).toEqual([account]);
    expect(await app.plugin("getAccountById", nativeAccountId, randomUUID())).toEqual(account);
  });

  test("an id that the broker does not know is no account", async () => {
    const { app, signIn } = await setStage(project);
    const { homeAccountId } = accountOf(await signIn());
    const unknown = homeAccountId.replace(/^[^.]+/, randomUUID());
    expect(await rejection(app.plugin("getAccountById", unknown, randomUUID()))).toMatchObject({
      errorCode: "no_account_found",
      platformBrokerError: { errorCode: "AccountNotFound" },
    });
  });
});

describe("silent", () => {
  test("a token is the account's own, in msal-node's shape", async () => {
    const { app, request, signIn } = await setStage(project, {
      onInteraction: () => ({ user: people.shift() ?? "" }),
    });
    const people = [ADELE, LEE];
    const adele = accountOf(await signIn());
    const lee = accountOf(await signIn());
    const results = await Promise.all(
      [adele, lee].map(({ nativeAccountId: accountId }) =>
        app.plugin("acquireTokenSilent", request({ accountId })),
      ),
    );
    expect(results.map(({ account }) => account?.username)).toEqual([ADELE, LEE]);
    expect(results[0]).toMatchObject({
      uniqueId: adele.localAccountId,
      tenantId: adele.tenantId,
      scopes: SCOPES,
      tokenType: "Bearer",
      fromCache: false,
      fromPlatformBroker: true,
      idToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      idTokenClaims: { oid: adele.localAccountId, tid: adele.tenantId, preferred_username: ADELE },
    });
    expect(results[0]?.expiresOn?.getTime()).toBeGreaterThan(Date.now());
    expect(results[0]?.accessToken).not.toBe(results[1]?.accessToken);
  });

  test("without an account it is that of the broker's default account", async () => {
    const { app, emulator, request } = await setStage(project);
    emulator.directory.signIn(LEE);
    const { account } = await app.plugin("acquireTokenSilent", request());
    expect(account).toMatchObject({ username: LEE });
  });

  test("with nobody signed in, a person is needed", async () => {
    const { app, request } = await setStage(project);
    expect(await rejection(app.plugin("acquireTokenSilent", request()))).toMatchObject({
      name: "InteractionRequiredAuthError",
      errorCode: "interaction_required",
      platformBrokerError: {
        errorCode: "InteractionRequired",
        errorMessage: expect.stringContaining("AADSTS50058"),
      },
    });
  });

  test("claims, the resource and extra parameters reach the broker", async () => {
    const { app, emulator, request, signIn } = await setStage(project);
    const { nativeAccountId: accountId } = accountOf(await signIn());
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const extraParameters = { domain_hint: "contoso.example" };
    await app.plugin("acquireTokenSilent", request({ accountId, claims, extraParameters }));
    expect(emulator.broker.requests.at(-1)?.body?.authParameters).toMatchObject({
      decodedClaims: claims,
      additionalQueryParametersForAuthorization: extraParameters,
      redirectUri: "https://login.microsoftonline.com/common/oauth2/nativeclient",
    });
  });

  test("a proof of possession is for the request it was asked for", async () => {
    const { app, request, signIn } = await setStage(project);
    const { nativeAccountId: accountId } = accountOf(await signIn());
    const result = await app.plugin(
      "acquireTokenSilent",
      request({
        accountId,
        authenticationScheme: "pop",
        resourceRequestMethod: "GET",
        resourceRequestUri: "https://graph.microsoft.com/v1.0/me",
        shrNonce: "a nonce",
      }),
    );
    expect(result.tokenType).toBe("pop");
    const [, payload = ""] = result.accessToken.split(".");
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({
      m: "GET",
      u: "graph.microsoft.com",
      p: "/v1.0/me",
      nonce: "a nonce",
    });
  });
});

describe("interactive", () => {
  test.each(["login", "select_account", "create"])("prompt %s opens the window at once", async (prompt) => {
    const { app, asked, emulator, request } = await setStage(project);
    emulator.directory.signIn(LEE);
    const { account } = await app.plugin("acquireTokenInteractive", request({ prompt }));
    expect(account).toMatchObject({ username: ADELE });
    expect(asked()).toEqual(["acquireTokenInteractively"]);
  });

  test.each([undefined, "consent"])("prompt %s opens it only where it has to", async (prompt) => {
    const { app, asked, request } = await setStage(project);
    const ask = { ...request(), ...(prompt === undefined ? {} : { prompt }) };
    const first = await app.plugin("acquireTokenInteractive", ask);
    expect(asked()).toEqual(["acquireTokenSilently", "acquireTokenInteractively"]);
    const second = await app.plugin("acquireTokenInteractive", ask);
    expect(asked().slice(2)).toEqual(["acquireTokenSilently"]);
    expect([first, second].map(({ account }) => account?.username)).toEqual([ADELE, ADELE]);
  });

  test("an account signs in again in the window", async () => {
    const { app, asked, request, signIn } = await setStage(project);
    const { nativeAccountId: accountId } = accountOf(await signIn({ loginHint: LEE }));
    const before = asked().length;
    const { account } = await app.plugin("acquireTokenInteractive", request({ accountId }));
    expect(account).toMatchObject({ username: LEE });
    expect(asked().slice(before)).toEqual(["getAccounts", "acquireTokenInteractively"]);
  });

  test("prompt none never opens it, with an account or without", async () => {
    const { app, asked, request, signIn } = await setStage(project);
    const none = request({ prompt: "none" });
    expect(await rejection(app.plugin("acquireTokenInteractive", none))).toMatchObject({
      errorCode: "interaction_required",
    });
    const { nativeAccountId: accountId } = accountOf(await signIn({ loginHint: LEE }));
    const before = asked().length;
    const withAccount = await app.plugin("acquireTokenInteractive", { ...none, accountId });
    const without = await app.plugin("acquireTokenInteractive", none);
    expect([withAccount, without].map(({ account }) => account?.username)).toEqual([LEE, LEE]);
    expect(asked().slice(before)).not.toContain("acquireTokenInteractively");
  });

  test("who is hinted at is not served with the token of who is signed in", async () => {
    const { app, emulator, request } = await setStage(project);
    emulator.directory.signIn(ADELE);
    const { account } = await app.plugin("acquireTokenInteractive", request({ loginHint: LEE }));
    expect(account).toMatchObject({ username: LEE });
    const again = await app.plugin("acquireTokenInteractive", request({ loginHint: ADELE.toUpperCase() }));
    expect(again.account).toMatchObject({ username: ADELE });
  });

  test("the window belongs to the application's own", async () => {
    const { app, emulator, request } = await setStage(project);
    await app.plugin("acquireTokenInteractive", request({ prompt: "login" }), Buffer.from([0x2a, 0, 0, 0]));
    expect(emulator.broker.requests.at(-1)?.body?.authParameters).toMatchObject({
      parentWindow: { handle: 42 },
    });
  });

  test("what is no window handle is refused, and nothing hangs", async () => {
    const { app, request } = await setStage(project);
    const handle = Buffer.from([1, 2, 3]);
    const call = app.plugin("acquireTokenInteractive", request({ prompt: "login" }), handle);
    expect(await rejection(call)).toMatchObject({
      errorCode: "platform_broker_error",
      platformBrokerError: {
        errorCode: "ApiContractViolation",
        errorMessage: expect.stringContaining('"parentWindowHandle"'),
      },
    });
  });
});

describe("sign-out", () => {
  test("has the broker forget the account", async () => {
    const { app, asked, clientId, signIn } = await setStage(project);
    const { nativeAccountId: accountId } = accountOf(await signIn());
    await app.plugin("signOut", { clientId, accountId, correlationId: randomUUID() });
    expect(asked()).toContain("removeAccount");
    expect(await app.plugin("getAllAccounts", clientId, randomUUID())).toEqual([]);
  });

  test("works in a new process, for an account that another one kept, once a client ID was named", async () => {
    const { clientId, emulator, signIn } = await setStage(project);
    const { nativeAccountId: accountId } = accountOf(await signIn());
    const another = await Application.start(project, emulator);
    const request = { clientId, accountId, correlationId: randomUUID() };
    expect(await rejection(another.plugin("signOut", request))).toMatchObject({
      platformBrokerError: {
        errorMessage: expect.stringContaining("ask for all accounts of a client ID first"),
      },
    });
    await another.plugin("getAllAccounts", clientId, randomUUID());
    await another.plugin("signOut", request);
    expect(await another.plugin("getAllAccounts", clientId, randomUUID())).toEqual([]);
    expect(await another.end()).toBe(0);
  });

  test("of an account that the broker does not hold is told", async () => {
    const { app, clientId } = await setStage(project);
    const request = { clientId, accountId: `${randomUUID()}.${randomUUID()}`, correlationId: randomUUID() };
    expect(await rejection(app.plugin("signOut", request))).toMatchObject({ errorCode: "no_account_found" });
  });
});

describe("msal-node's client", () => {
  test("signs in, gets a token silently, and signs out", async () => {
    const { app } = await setStage(project);
    const first = await app.signIn({ scopes: SCOPES });
    const [account] = await app.client("getAllAccounts");
    if (account === undefined) throw new Error("no account is signed in");
    expect(account.homeAccountId).toBe(first.account?.homeAccountId);
    const silent = await app.client("acquireTokenSilent", { scopes: SCOPES, account });
    expect(silent).toMatchObject({ fromPlatformBroker: true, account: { username: ADELE } });
    await app.client("signOut", { account });
    expect(await app.client("getAllAccounts")).toEqual([]);
  });

  test("is given the log with its correlation ids, and without names and tokens", async () => {
    const { app, emulator } = await setStage(project);
    const correlationId = randomUUID();
    const { accessToken } = await app.signIn({
      scopes: SCOPES,
      correlationId,
      loginHint: ADELE,
    });
    const lines = await app.log();
    expect(lines).toContainEqual(
      expect.stringMatching(new RegExp(`\\[${correlationId}\\].*acquireTokenInteractive takes the broker`)),
    );
    expect(lines.join("\n")).not.toContain(ADELE);
    for (const secret of [accessToken, ...emulator.directory.issuedSecrets]) {
      expect(lines.join("\n")).not.toContain(secret);
    }
  });
});

test("the process exits by itself, a logger registered and a token received", async () => {
  await using emulator = await startEmulator();
  const app = await Application.start(project, emulator);
  await app.signIn({ scopes: SCOPES });
  expect(await app.end()).toBe(0);
});
