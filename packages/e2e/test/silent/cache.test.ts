import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { browserUser, refreshes, rejection, SCOPES } from "../support/browser-user.js";

const NOT_BEFORE = JSON.stringify({ access_token: { nbf: { essential: true, value: "1800000000" } } });

test("a token of the cache is answered without a request, in the shape of the sign-in's", async () => {
  const { app, account, authority, signedIn } = await browserUser();
  const before = authority.requests.length;
  const correlationId = "8f14e45f-ceea-467f-9575-1b2c3d4e5f60";
  const result = await app.acquireTokenSilent({ scopes: SCOPES, account, correlationId });
  expect(result).toMatchObject({
    route: "cache",
    routeReason: expect.stringContaining("account_from_cache"),
    fromCache: true,
    fromPlatformBroker: false,
    accessToken: signedIn.accessToken,
    idToken: signedIn.idToken,
    uniqueId: signedIn.uniqueId,
    tenantId: signedIn.tenantId,
    tokenType: "Bearer",
    correlationId,
    account: { homeAccountId: account.homeAccountId, source: "cache" },
  });
  expect(authority.requests).toHaveLength(before);
});

test("forceRefresh brings a new token, and the next call is answered with that one", async () => {
  const { app, account, authority, signedIn } = await browserUser();
  const forced = await app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true });
  expect(forced).toMatchObject({ route: "cache", fromCache: false });
  expect(forced.accessToken).not.toBe(signedIn.accessToken);
  const next = await app.acquireTokenSilent({ scopes: SCOPES, account });
  expect(next).toMatchObject({ fromCache: true, accessToken: forced.accessToken });
  expect(refreshes(authority)).toHaveLength(1);
});

test("a request with claims is never answered from the cache, however often it is made", async () => {
  const { app, account, authority } = await browserUser();
  for (const times of [1, 2]) {
    const result = await app.acquireTokenSilent({ scopes: SCOPES, account, claims: NOT_BEFORE });
    expect(result.fromCache).toBe(false);
    expect(refreshes(authority)).toHaveLength(times);
  }
  const { claims } = refreshes(authority).at(-1)?.parameters ?? {};
  expect(JSON.parse(claims ?? "")).toMatchObject(JSON.parse(NOT_BEFORE));
});

test("the token that claims brought answers the next request without any", async () => {
  const { app, account } = await browserUser();
  const { accessToken } = await app.acquireTokenSilent({ scopes: SCOPES, account, claims: NOT_BEFORE });
  expect(await app.acquireTokenSilent({ scopes: SCOPES, account })).toMatchObject({
    fromCache: true,
    accessToken,
  });
});

test("the client's capabilities go with every refresh, beside the request's own claims", async () => {
  const { app, account, authority } = await browserUser(
    {},
    { auth: { clientId: "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d", clientCapabilities: ["CP1"] } },
  );
  await app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true });
  await app.acquireTokenSilent({ scopes: SCOPES, account, claims: NOT_BEFORE });
  const [plain, merged] = refreshes(authority).map(({ parameters }) =>
    JSON.parse(parameters["claims"] ?? ""),
  );
  expect(plain).toMatchObject({ access_token: { xms_cc: { values: ["CP1"] } } });
  expect(merged).toMatchObject({ access_token: { xms_cc: { values: ["CP1"] }, nbf: { essential: true } } });
});

describe("scopes", () => {
  test.each([
    ["a part of those of the token", ["User.Read"]],
    ["those in another case", ["user.READ", "MAIL.read"]],
    ["those with the resource written out", ["https://graph.microsoft.com/User.Read"]],
    ["those with OpenID Connect's", ["Mail.Read", "openid", "profile", "offline_access"]],
  ])("%s are answered from the cache", async (_what, scopes) => {
    const { app, account, authority } = await browserUser();
    await app.acquireTokenSilent({ scopes: ["User.Read", "Mail.Read"], account });
    expect(refreshes(authority)).toHaveLength(1);
    const result = await app.acquireTokenSilent({ scopes, account });
    expect(result.fromCache).toBe(true);
    expect(decodeJwt(result.accessToken)["scp"]).toContain("User.Read");
  });

  test("one more than the token has brings a token with all of them", async () => {
    const { app, account } = await browserUser();
    const result = await app.acquireTokenSilent({ scopes: [...SCOPES, "Mail.Send"], account });
    expect(result.fromCache).toBe(false);
    expect(decodeJwt(result.accessToken)["scp"]).toBe("User.Read Mail.Send");
  });

  test("of another resource bring a token for that, and both stay in the cache", async () => {
    const { app, account, authority, signedIn } = await browserUser();
    const notes = await app.acquireTokenSilent({ scopes: ["api://notes/Read"], account });
    expect(decodeJwt(notes.accessToken)["aud"]).not.toBe(decodeJwt(signedIn.accessToken)["aud"]);
    expect(await app.acquireTokenSilent({ scopes: ["api://notes/Read"], account })).toMatchObject({
      fromCache: true,
      accessToken: notes.accessToken,
    });
    expect(await app.acquireTokenSilent({ scopes: SCOPES, account })).toMatchObject({
      fromCache: true,
      accessToken: signedIn.accessToken,
    });
    expect(refreshes(authority)).toHaveLength(1);
  });
});

test("a resource is sent, and its token answers requests for that resource alone", async () => {
  const { app, account, authority } = await browserUser();
  const resource = "https://mcp.contoso.example/";
  const first = await app.acquireTokenSilent({ scopes: SCOPES, account, resource });
  expect(first.fromCache).toBe(false);
  expect(refreshes(authority).at(-1)?.parameters["resource"]).toBe(resource);
  const again = await app.acquireTokenSilent({ scopes: SCOPES, account, resource });
  expect(again).toMatchObject({ fromCache: true, accessToken: first.accessToken });
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).fromCache).toBe(false);
  const other = await app.acquireTokenSilent({ scopes: SCOPES, account, resource: "https://other.example/" });
  expect(other.fromCache).toBe(false);
});

test("extra parameters are sent with a refresh, and nothing is asked for their sake on a hit", async () => {
  const { app, account, authority } = await browserUser();
  const extra = { extraParameters: { slice: "testslice" }, extraQueryParameters: { dc: "ESTS-PUB" } };
  await app.acquireTokenSilent({ scopes: SCOPES, account, ...extra, forceRefresh: true });
  expect(refreshes(authority).at(-1)?.parameters).toHaveProperty("slice");
  expect(refreshes(authority).at(-1)?.parameters).toHaveProperty("dc");
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account, ...extra })).fromCache).toBe(true);
});

test("a request's objects are not changed, frozen or not", async () => {
  const { app, account } = await browserUser();
  const request = Object.freeze({
    scopes: Object.freeze([...SCOPES]),
    account: Object.freeze(account),
    extraParameters: Object.freeze({ slice: "testslice" }),
    forceRefresh: true,
    state: "mine",
  });
  const before = structuredClone({ ...request, account: { ...account } });
  expect((await app.acquireTokenSilent(request)).state).toBe("mine");
  expect(structuredClone({ ...request, account: { ...account } })).toEqual(before);
});

test("what a caller does to a result changes no later one", async () => {
  const { app, account } = await browserUser();
  const first = await app.acquireTokenSilent({ scopes: SCOPES, account });
  first.scopes.length = 0;
  first.expiresOn?.setTime(0);
  Reflect.set(first.account ?? {}, "username", "mallory");
  Reflect.set(first.idTokenClaims, "oid", "mallory");
  const second = await app.acquireTokenSilent({ scopes: SCOPES, account });
  expect(second.scopes).toContain("User.Read");
  expect(second.expiresOn?.getTime()).toBeGreaterThan(Date.now());
  expect(second.account?.username).toBe(account.username);
  expect(second.idTokenClaims).toHaveProperty("oid", account.localAccountId);
});

test("a proof of possession is refused by name, and nobody is asked", async () => {
  const { app, account, authority } = await browserUser();
  const before = authority.requests.length;
  const error = await rejection(
    app.acquireTokenSilent({
      scopes: SCOPES,
      account,
      authenticationScheme: "pop",
      resourceRequestMethod: "GET",
      resourceRequestUri: "https://api.contoso.example/notes",
    }),
  );
  expect(error.errorCode).toBe("request_unsupported");
  expect(authority.requests).toHaveLength(before);
});
