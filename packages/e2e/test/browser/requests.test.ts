import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { rejection } from "../support/browser-user.js";
import { startWorld } from "../support/sign-in-app.js";
import { personWho, startBrowserWorld } from "./person.js";

const scopes = ["User.Read"];
const steps = (requests: readonly { path: string }[]): number =>
  requests.filter(({ path }) => path === "/common/login").length;

describe("what an interactive request asks of the browser", () => {
  test("the account that the person picks is signed in, and the result says which way it came", async () => {
    const { app } = await startBrowserWorld();
    const person = personWho({ user: "lee@contoso.example" });
    const result = await app.acquireTokenInteractive({
      scopes,
      state: "mine",
      openBrowser: person.openBrowser,
    });
    expect(result).toMatchObject({
      route: "browser",
      routeReason: expect.stringContaining("broker_disabled"),
      fromPlatformBroker: false,
      fromCache: false,
      state: "mine",
      tokenType: "Bearer",
      account: { username: "lee@contoso.example", source: "cache" },
    });
    expect(await app.getAllAccounts()).toMatchObject([{ username: "lee@contoso.example" }]);
    expect(person.opened).toHaveLength(1);
  });

  test.each(["login", "select_account"] as const)("%s asks again who it is", async (prompt) => {
    const { app, authority } = await startBrowserWorld();
    const { openBrowser, opened } = personWho({ cookies: new Map() });
    await app.acquireTokenInteractive({ scopes, openBrowser });
    const before = steps(authority.requests);
    await app.acquireTokenInteractive({ scopes, openBrowser, prompt });
    expect(opened[1]?.searchParams.get("prompt")).toBe(prompt);
    expect(steps(authority.requests)).toBeGreaterThan(before);
  });

  test("without a prompt, who is signed in is not asked again", async () => {
    const { app, authority } = await startBrowserWorld();
    const { openBrowser, opened } = personWho({ cookies: new Map() });
    await app.acquireTokenInteractive({ scopes, openBrowser });
    const before = steps(authority.requests);
    await app.acquireTokenInteractive({ scopes, openBrowser });
    expect(opened[1]?.searchParams.has("prompt")).toBe(false);
    expect(steps(authority.requests)).toBe(before);
  });

  test("consent asks what was accepted before", async () => {
    const { app, authority } = await startBrowserWorld();
    const { openBrowser } = personWho({ cookies: new Map() });
    await app.acquireTokenInteractive({ scopes, openBrowser });
    await app.acquireTokenInteractive({ scopes, openBrowser, prompt: "consent" });
    expect(authority.requests.at(-2)?.parameters).toMatchObject({ step: "accept" });
  });

  test("create is passed on as it is, and an authority that knows no sign-up says so", async () => {
    const { app } = await startBrowserWorld();
    const { openBrowser, opened } = personWho();
    const error = await rejection(app.acquireTokenInteractive({ scopes, openBrowser, prompt: "create" }));
    expect(opened[0]?.searchParams.get("prompt")).toBe("create");
    expect(error.message).toContain("prompt");
  });

  test("none signs in whoever is signed in already, without a page", async () => {
    const { app, authority } = await startBrowserWorld();
    const { openBrowser } = personWho({ cookies: new Map() });
    const { account } = await app.acquireTokenInteractive({ scopes, openBrowser });
    const before = steps(authority.requests);
    const again = await app.acquireTokenInteractive({ scopes, openBrowser, prompt: "none" });
    expect(again.account?.homeAccountId).toBe(account?.homeAccountId);
    expect(steps(authority.requests)).toBe(before);
  });

  test("none where nobody is signed in is interaction required", async () => {
    const { app } = await startBrowserWorld();
    const { openBrowser } = personWho();
    const error = await rejection(app.acquireTokenInteractive({ scopes, openBrowser, prompt: "none" }));
    expect(error).toMatchObject({ errorCode: "interaction_required", errorNo: 50058 });
  });

  test("a login hint and a domain hint arrive", async () => {
    const { app, authority } = await startBrowserWorld();
    const { openBrowser } = personWho({ user: "zoe@contoso.example" });
    const hints = { loginHint: "zoe@contoso.example", domainHint: "contoso.example" };
    await app.acquireTokenInteractive({ scopes, openBrowser, ...hints });
    expect(authority.requests[0]?.parameters).toMatchObject({
      login_hint: "zoe@contoso.example",
      domain_hint: "contoso.example",
    });
  });

  test("a login hint counts more than what is known of the account", async () => {
    const { app, authority } = await startBrowserWorld();
    const { openBrowser } = personWho({ user: "adele@contoso.example" });
    const { account } = await app.acquireTokenInteractive({ scopes, openBrowser });
    if (account === null) throw new Error("the result has no account");
    const loginHint = "a.vance@contoso.example";
    await app.acquireTokenInteractive({ scopes, openBrowser, account, loginHint });
    const hints = authority.requests
      .filter(({ path }) => path.endsWith("/authorize"))
      .map(({ parameters }) => parameters["login_hint"]);
    expect(hints).toEqual([undefined, loginHint]);
  });

  test("scopes of another resource are consented to, and the token is of the request's own", async () => {
    const apps = [{ clientId: "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d", name: "Notes", consentRequired: true }];
    const { app, authority } = await startBrowserWorld({ apps });
    const { openBrowser } = personWho();
    const extraScopesToConsent = ["api://notes/Notes.Read"];
    const result = await app.acquireTokenInteractive({ scopes, openBrowser, extraScopesToConsent });
    expect(result.scopes).toContain("User.Read");
    expect(result.scopes).not.toContain("api://notes/Notes.Read");
    expect(extraScopesToConsent).toEqual(["api://notes/Notes.Read"]);
    const token = authority.requests.find(({ path }) => path.endsWith("/token"));
    expect(token?.parameters["scope"]).not.toContain("api://notes");
    // Consented to already: the next token needs no page.
    const { account } = result;
    if (account === null) throw new Error("the result has no account");
    const other = await app.acquireTokenSilent({ scopes: extraScopesToConsent, account });
    expect(other.route).toBe("cache");
  });

  test("claims and the client's capabilities arrive together", async () => {
    const { createApp, emulated } = await startWorld();
    const auth = { clientId: emulated.clientId, clientCapabilities: ["CP1"] };
    const app = await createApp({ broker: {}, auth });
    const { openBrowser, opened } = personWho();
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const result = await app.acquireTokenInteractive({ scopes, openBrowser, claims });
    expect(JSON.parse(opened[0]?.searchParams.get("claims") ?? "")).toMatchObject({
      access_token: { acrs: { essential: true, value: "c1" }, xms_cc: { values: ["CP1"] } },
    });
    expect(result.route).toBe("browser");
  });

  test("the caller's nonce is sent, and comes back in the ID token", async () => {
    const { app } = await startBrowserWorld();
    const { openBrowser, opened } = personWho();
    const result = await app.acquireTokenInteractive({ scopes, openBrowser, nonce: "n-0S6_WzA2Mj" });
    expect(opened[0]?.searchParams.get("nonce")).toBe("n-0S6_WzA2Mj");
    expect(result.idTokenClaims).toMatchObject({ nonce: "n-0S6_WzA2Mj" });
  });

  test("without one of the caller's, each sign-in has a nonce of its own", async () => {
    const { app } = await startBrowserWorld();
    const { openBrowser, opened } = personWho();
    await app.acquireTokenInteractive({ scopes, openBrowser });
    await app.acquireTokenInteractive({ scopes, openBrowser });
    const [first, second] = opened.map(({ searchParams }) => searchParams.get("nonce"));
    expect(first).toMatch(/^[\da-f-]{36}$/);
    expect(second).not.toBe(first);
  });

  test("extra parameters arrive, and the request's own object stays as it was", async () => {
    const { app } = await startBrowserWorld();
    const { openBrowser, opened } = personWho();
    const request = Object.freeze({
      scopes: Object.freeze([...scopes]),
      extraQueryParameters: Object.freeze({ dc: "ESTS-PUB-WEULR1" }),
      openBrowser,
    });
    await app.acquireTokenInteractive(request);
    expect(opened[0]?.searchParams.get("dc")).toBe("ESTS-PUB-WEULR1");
  });
});

describe("the port of the listener", () => {
  test("is the preferred one when that is free", async () => {
    const { app } = await startBrowserWorld();
    const { openBrowser, opened } = personWho();
    const preferredPort = await freePort();
    await app.acquireTokenInteractive({ scopes, openBrowser, preferredPort });
    expect(opened[0]?.searchParams.get("redirect_uri")).toBe(`http://localhost:${preferredPort}`);
  });

  test("is another one when the preferred one is taken", async () => {
    const { app } = await startBrowserWorld();
    const { openBrowser, opened } = personWho();
    const taken = await takenPort();
    const result = await app.acquireTokenInteractive({ scopes, openBrowser, preferredPort: taken });
    expect(result.route).toBe("browser");
    expect(opened[0]?.searchParams.get("redirect_uri")).not.toBe(`http://localhost:${taken}`);
  });

  test("is one of each sign-in's own when there are two at a time", async () => {
    const { app } = await startBrowserWorld();
    const lee = personWho({ user: "lee@contoso.example" });
    const zoe = personWho({ user: "zoe@contoso.example" });
    const results = await Promise.all([
      app.acquireTokenInteractive({ scopes, openBrowser: lee.openBrowser }),
      app.acquireTokenInteractive({ scopes, openBrowser: zoe.openBrowser }),
    ]);
    expect(results.map(({ account }) => account?.username)).toEqual([
      "lee@contoso.example",
      "zoe@contoso.example",
    ]);
    expect(await app.getAllAccounts()).toHaveLength(2);
  });
});

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A port that is listened on until the test ends. */
async function takenPort(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return listen(server);
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
    });
  });
}
