import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { AuthorityFaultName } from "@authbroker/emulator";
import { browserUser, refreshes, rejection, SCOPES } from "../support/browser-user.js";

// Tokens age by the clock, and nothing else of these tests waits for it.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function wait(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

/** Tokens that last an hour and are due to be refreshed after ten minutes. */
const DUE = { authority: { accessTokenLifetime: 3600, refreshIn: 600 } };

test("a token is answered from the cache until five minutes before its end", async () => {
  const { app, account, authority } = await browserUser({ authority: { accessTokenLifetime: 3600 } });
  wait(3290);
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).fromCache).toBe(true);
  wait(20);
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).fromCache).toBe(false);
  expect(refreshes(authority)).toHaveLength(1);
});

test("a token that is due is refreshed before its end", async () => {
  const { app, account, authority, signedIn } = await browserUser(DUE);
  wait(590);
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).fromCache).toBe(true);
  wait(20);
  const refreshed = await app.acquireTokenSilent({ scopes: SCOPES, account });
  expect(refreshed.fromCache).toBe(false);
  expect(refreshed.accessToken).not.toBe(signedIn.accessToken);
  expect(refreshes(authority)).toHaveLength(1);
});

describe("a token that is due is answered all the same", () => {
  test.each([
    "drop",
    "html-502",
    "throttled-429-json",
    "throttled-429-text",
    "unavailable-503-json",
  ] satisfies AuthorityFaultName[])("when the refresh ends in %s", async (fault) => {
    const { app, account, authority, signedIn } = await browserUser(DUE);
    wait(610);
    authority.faults.add({ fault });
    const result = await app.acquireTokenSilent({ scopes: SCOPES, account, state: "mine" });
    expect(result).toMatchObject({ fromCache: true, accessToken: signedIn.accessToken, state: "mine" });
  });

  test("when the authority is down", async () => {
    const { app, account, authority, signedIn } = await browserUser(DUE);
    wait(610);
    await authority.close();
    const result = await app.acquireTokenSilent({ scopes: SCOPES, account });
    expect(result).toMatchObject({ fromCache: true, accessToken: signedIn.accessToken });
  });
});

test("a token that is due is not answered when the user must act", async () => {
  const { app, account, authority } = await browserUser(DUE);
  wait(610);
  authority.directory.revokeSessions(account.username);
  const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }));
  expect(error.errorCode).toBe("interaction_required");
});

test("a token that has ended is not answered, although the authority is down", async () => {
  const { app, account, authority } = await browserUser(DUE);
  wait(3700);
  await authority.close();
  const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }));
  expect(error).toMatchObject({ errorCode: "no_network_connectivity", retryable: true });
});

test.each([{ forceRefresh: true }, { claims: '{"access_token":{"acrs":{"value":"c1"}}}' }])(
  "a token that is due does not answer a request for a new one: %o",
  async (more) => {
    const { app, account, authority } = await browserUser(DUE);
    wait(610);
    await authority.close();
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account, ...more }));
    expect(error.errorCode).toBe("no_network_connectivity");
  },
);

test("a clock that was turned back makes the token's age unknown, and it is refreshed", async () => {
  const { app, account } = await browserUser();
  wait(-3600);
  const result = await app.acquireTokenSilent({ scopes: SCOPES, account }).catch((error: unknown) => error);
  expect(result).not.toHaveProperty("fromCache", true);
});
