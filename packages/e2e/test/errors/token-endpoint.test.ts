import { describe, expect, test } from "vitest";
import { ADELE, browserUser, LEE, refreshes, rejection, SCOPES, signInAs } from "../support/browser-user.js";
import { startWorld } from "../support/sign-in-app.js";
import { ERROR_CASES, expectCase } from "./cases.js";

const names = [ADELE, LEE];

describe("where a silent call over the cache's refresh token finds that", () => {
  test.each(ERROR_CASES)("$name, it is $errorCode", async ({ fault, ...wanted }) => {
    const { app, account, authority } = await browserUser();
    authority.faults.add(fault);
    const correlationId = crypto.randomUUID();
    const call = app.acquireTokenSilent({ scopes: SCOPES, account, correlationId, forceRefresh: true });
    const { issuedSecrets: secrets } = authority.directory;
    expectCase(await rejection(call), wanted, { correlationId, secrets, names });
    expect(refreshes(authority)).toHaveLength(1);
    expect(refreshes(authority)[0]?.correlationId).toBe(correlationId);
  });
});

describe("where a sign-in in the browser finds, once the person is done, that", () => {
  test.each(ERROR_CASES)("$name, it is $errorCode", async ({ fault, ...wanted }) => {
    const { authority, createApp } = await startWorld();
    const app = await createApp({ broker: {} });
    authority.faults.add(fault);
    const correlationId = crypto.randomUUID();
    const error = await rejection(signInAs(app, { user: ADELE }, { correlationId }));
    const { issuedSecrets: secrets } = authority.directory;
    const { hintAfterSignIn: hint = wanted.hint } = wanted;
    expectCase(error, { ...wanted, hint }, { correlationId, secrets, names });
    expect(await app.getAllAccounts()).toEqual([]);
  });
});

describe.each(["throttled-429-json", "throttled-429-text"] as const)("after %s", (fault) => {
  test("the same request is not made again, and its error says for how long", async () => {
    const { app, account, authority } = await browserUser();
    authority.faults.add({ fault, retryAfter: 17 });
    const ask = () => rejection(app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true }));
    await ask();
    const again = await ask();
    expect(again).toMatchObject({ errorCode: "request_throttled", retryable: true });
    expect(again.retryAfter).toBeGreaterThan(10);
    expect(again.retryAfter).toBeLessThanOrEqual(17);
    expect(refreshes(authority)).toHaveLength(1);
  });

  test("a request for something else is made, and a token in the cache answered", async () => {
    const { app, account, authority, signedIn } = await browserUser();
    authority.faults.add({ fault, times: 1, retryAfter: 17 });
    await rejection(app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true }));
    expect((await app.acquireTokenSilent({ scopes: ["Mail.Read"], account })).fromCache).toBe(false);
    const hit = await app.acquireTokenSilent({ scopes: SCOPES, account });
    expect(hit).toMatchObject({ fromCache: true, accessToken: signedIn.accessToken });
  });
});

test("a server that was unavailable is asked again by the next call, without a new client", async () => {
  const { app, account, authority } = await browserUser();
  for (const fault of ["unavailable-503-json", "html-502", "drop", "captive-portal-200-html"] as const) {
    authority.faults.add({ fault, times: 1 });
    await rejection(app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true }));
    expect((await app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true })).fromCache).toBe(
      false,
    );
  }
});

test("an application that is not registered gets an error that names it", async () => {
  const clientId = "11111111-2222-4333-8444-555555555555";
  const { createApp, authority } = await startWorld();
  const app = await createApp({ broker: {}, auth: { clientId } });
  const correlationId = crypto.randomUUID();
  const error = await rejection(
    app.acquireTokenByDeviceCode({ scopes: SCOPES, deviceCodeCallback: () => {}, correlationId }),
  );
  expect(error).toMatchObject({ errorCode: "app_registration_invalid", errorNo: 700016, correlationId });
  expect(error.message).toContain(clientId);
  expect(error.hint).toContain("registering-your-app.md");
  expect(authority.requests).toHaveLength(1);
});
