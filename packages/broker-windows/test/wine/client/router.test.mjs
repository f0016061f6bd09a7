import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { entraProperties, PERSON } from "../support/answers.mjs";
import { standIn } from "../support/stand-in.mjs";
import { openBrowser, startBrowserWorld } from "./browser.mjs";
import { ACCOUNT, createApp, MANAGER, rejection, SCOPES, TOKEN } from "./client.mjs";

const NOT_REGISTERED = { calls: { [MANAGER]: { fails: 0x80040154 } } };

/** @type {readonly [name: string, script: import("../support/script-lines.mjs").Script, reason: string][]} */
const ABSENT = [
  ["whose class is not registered", NOT_REGISTERED, "broker_not_installed"],
  ["without a plug-in for work accounts", { providers: [] }, "broker_not_installed"],
  ["that refuses this process", { calls: { [MANAGER]: { fails: 0x80070005 } } }, "broker_not_responding"],
];

describe("a Windows", () => {
  for (const [name, script, reason] of ABSENT) {
    test(`${name} is passed over for the browser, and why is told`, async () => {
      standIn(script);
      const { app, close } = await startBrowserWorld();
      const probe = await app.probeBroker();
      assert.equal(probe.reason, reason);
      const first = await app.acquireTokenInteractive({ scopes: SCOPES, openBrowser });
      assert.equal(first.route, "browser");
      assert.equal(first.routeReason, `the broker was passed over (${reason}): ${probe.message}`);
      const second = await app.acquireTokenSilent({ scopes: SCOPES, account: first.account });
      assert.equal(second.route, "cache");
      await close();
    });

    test(`${name} ends the call of an application that wants the broker or nothing`, async () => {
      standIn(script);
      const { app, close } = await startBrowserWorld({ broker: { required: true } });
      const error = await rejection(app.acquireTokenInteractive({ scopes: SCOPES, openBrowser }));
      assert.equal(error.errorCode, "route_unavailable");
      assert.match(error.message, new RegExp(`the broker was passed over \\(${reason}\\)`));
      await close();
    });
  }

  test("whose Web Account Manager goes away between the probe and the call is passed over too", async () => {
    standIn({ calls: { RequestTokenForWindowAsync: { fails: 0x800706ba } } });
    const { app, close } = await startBrowserWorld();
    const result = await app.acquireTokenInteractive({ scopes: SCOPES, openBrowser });
    assert.equal(result.route, "browser");
    assert.match(result.routeReason, /broker_gone/);
    await close();
  });
});

test("a person who closed Windows' window is not shown a browser", async () => {
  standIn({ answers: [{ status: 1 }] });
  const { app, close } = await startBrowserWorld();
  /** @type {string[]} */
  const opened = [];
  const call = app.acquireTokenInteractive({
    scopes: SCOPES,
    openBrowser: async (url) => void opened.push(url),
  });
  assert.equal((await rejection(call)).errorCode, "user_canceled");
  assert.deepEqual(opened, []);
  await close();
});

test("an authority of another kind goes to the browser without a question to Windows", async () => {
  const log = standIn({ answers: [TOKEN] });
  const app = await createApp({
    auth: { authority: "https://contoso.b2clogin.com/contoso.onmicrosoft.com/b2c_1_signin" },
    broker: { required: true },
  });
  const error = await rejection(app.acquireTokenInteractive({ scopes: SCOPES }));
  assert.match(error.message, /authority_not_entra/);
  assert.deepEqual(log.calls("RequestTokenForWindowAsync"), []);
});

test("accounts of the broker and of the browser stay with their own", async () => {
  standIn(NOT_REGISTERED);
  const { app, close } = await startBrowserWorld();
  await app.acquireTokenInteractive({ scopes: SCOPES, openBrowser });
  standIn({ accounts: [PERSON], answers: [{ ...TOKEN, properties: entraProperties() }] });
  const accounts = await app.getAllAccounts();
  assert.deepEqual(accounts.map(({ source }) => source).toSorted(), ["broker", "cache"]);
  for (const account of accounts) {
    const { route } = await app.acquireTokenSilent({ scopes: SCOPES, account });
    assert.equal(route, account.source);
  }
  standIn(NOT_REGISTERED);
  const error = await rejection(
    app.acquireTokenInteractive({ scopes: SCOPES, account: ACCOUNT, openBrowser }),
  );
  assert.equal(error.errorCode, "route_unavailable");
  await close();
});
