import assert from "node:assert/strict";
import { test } from "node:test";
import { openBrowser, startBrowserWorld } from "../client/browser.mjs";
import { rejection, SCOPES } from "../client/client.mjs";

test("a Windows without the Web Account Manager says so, and the browser takes its place", async () => {
  const { app, close } = await startBrowserWorld();
  const probe = await app.probeBroker();
  assert.equal(probe.available, false);
  assert.equal(probe.reason, "broker_not_installed");
  assert.match(probe.message, /its class is not registered/);
  const { route } = await app.acquireTokenInteractive({ scopes: SCOPES, openBrowser });
  assert.equal(route, "browser");
  await close();
});

test("an application that wants the broker or nothing gets an error that names what is missing", async () => {
  const { app, close } = await startBrowserWorld({ broker: { required: true } });
  for (const call of [
    () => app.acquireTokenInteractive({ scopes: SCOPES, openBrowser }),
    () => app.getAllAccounts(),
    () => app.acquireTokenSilent({ scopes: SCOPES, account: "os" }),
  ]) {
    const error = await rejection(call());
    assert.match(error.errorCode, /^(?:route|broker)_unavailable$/);
    assert.match(error.message, /its class is not registered/);
  }
  await close();
});
