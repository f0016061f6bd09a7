import { PublicClientApplication as MsalClient } from "@azure/msal-node";
import type { Configuration } from "@authbroker/core";
import { signInWith } from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import {
  accountOf,
  ADELE,
  browserUser,
  LEE,
  refreshes,
  rejection,
  SCOPES,
  signInAs,
} from "../support/browser-user.js";
import { startWorld, type World } from "../support/sign-in-app.js";
import { type TextPlugin, textPlugin } from "./text-plugin.js";

const withPlugin = (cachePlugin: TextPlugin): Partial<Configuration> => ({
  broker: {},
  cache: { cachePlugin },
});

/** msal-node's own client, over the same plugin. */
function msalOver({ authority, emulated }: World, cachePlugin: TextPlugin): MsalClient {
  return new MsalClient({
    auth: {
      clientId: emulated.clientId,
      authority: "https://login.microsoftonline.com/common",
      authorityMetadata: JSON.stringify(authority.metadata()),
    },
    cache: { cachePlugin },
  });
}

const msalSignIn = (msal: MsalClient, user: string) =>
  msal.acquireTokenInteractive({
    scopes: SCOPES,
    openBrowser: async (url) => {
      await signInWith(url, { user });
    },
  });

test("what msal-node's own client wrote is read: accounts, tokens and refresh tokens", async () => {
  const world = await startWorld();
  const plugin = textPlugin();
  const theirs = await msalSignIn(msalOver(world, plugin), ADELE);
  const app = await world.createApp(withPlugin(plugin));
  const [account, ...others] = await app.getAllAccounts();
  expect(others).toEqual([]);
  expect(account).toMatchObject({ homeAccountId: theirs.account?.homeAccountId, source: "cache" });
  if (account === undefined) return;
  expect(await app.acquireTokenSilent({ scopes: SCOPES, account })).toMatchObject({
    fromCache: true,
    accessToken: theirs.accessToken,
  });
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true })).fromCache).toBe(
    false,
  );
});

test("what this client wrote is read by msal-node's own: accounts, tokens and refresh tokens", async () => {
  const plugin = textPlugin();
  const { app, account, authority, emulated, createApp } = await browserUser({}, withPlugin(plugin));
  const { accessToken } = await app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true });
  const msal = msalOver({ authority, emulated, createApp }, plugin);
  const [theirs] = await msal.getAllAccounts();
  expect(theirs).toMatchObject({ homeAccountId: account.homeAccountId, username: ADELE });
  if (theirs === undefined) return;
  expect(await msal.acquireTokenSilent({ scopes: SCOPES, account: theirs })).toMatchObject({
    fromCache: true,
    accessToken,
  });
  const forced = await msal.acquireTokenSilent({ scopes: SCOPES, account: theirs, forceRefresh: true });
  expect(forced.fromCache).toBe(false);
  expect(await app.acquireTokenSilent({ scopes: SCOPES, account })).toMatchObject({
    fromCache: true,
    accessToken: forced.accessToken,
  });
});

test("an answer from the cache writes nothing, and its plugin is told of the end of the access", async () => {
  const plugin = textPlugin();
  const { app, account } = await browserUser({}, withPlugin(plugin));
  const { writes, text } = plugin;
  await app.acquireTokenSilent({ scopes: SCOPES, account });
  await app.getAllAccounts();
  expect(plugin.writes).toBe(writes);
  expect(plugin.text).toBe(text);
});

test("two clients over one plugin see each other's sign-ins and sign-outs", async () => {
  const plugin = textPlugin();
  const { app: first, account: adele, createApp } = await browserUser({}, withPlugin(plugin));
  const second = await createApp(withPlugin(plugin));
  expect(await second.acquireTokenSilent({ scopes: SCOPES, account: adele })).toHaveProperty(
    "fromCache",
    true,
  );
  const lee = accountOf(await signInAs(second, { user: LEE }));
  expect(await first.acquireTokenSilent({ scopes: SCOPES, account: lee })).toHaveProperty("fromCache", true);
  await second.signOut({ account: adele });
  expect(await rejection(first.acquireTokenSilent({ scopes: SCOPES, account: adele }))).toMatchObject({
    errorCode: "interaction_required",
  });
  expect((await first.getAllAccounts()).map(({ username }) => username)).toEqual([LEE]);
});

test("reading finds everybody while another call of the same client reads, refreshes and writes", async () => {
  const plugin = textPlugin();
  const { app, account: adele } = await browserUser({}, withPlugin(plugin));
  const lee = accountOf(await signInAs(app, { user: LEE }));
  const calls = Array.from({ length: 30 }, async (_, number) => {
    const account = number % 2 === 0 ? adele : lee;
    const result = await app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: number % 5 === 0 });
    expect(result.account?.username).toBe(account.username);
    expect(await app.getAllAccounts()).toHaveLength(2);
  });
  await Promise.all(calls);
});

describe("cache_unreadable", () => {
  test.each([
    ["no JSON", "this is not a cache"],
    ["JSON cut short", '{"Account": {"a": {'],
    ["no object", "[1, 2, 3]"],
    ["not what a cache has", '{"Account": 5, "AccessToken": null}'],
  ])("or nothing at all is what a text with %s gives, never a crash of another kind", async (_what, text) => {
    const world = await startWorld();
    const app = await world.createApp(withPlugin(textPlugin(text)));
    const accounts = await app.getAllAccounts().catch((error: unknown) => error);
    if (!Array.isArray(accounts)) expect(accounts).toMatchObject({ errorCode: "cache_unreadable" });
    else expect(accounts).toEqual([]);
  });

  test("is what a corrupted text gives to a silent call, and the text is not in the error", async () => {
    const plugin = textPlugin();
    const { app, account } = await browserUser({}, withPlugin(plugin));
    plugin.text = plugin.text.slice(0, -20);
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }));
    expect(error.errorCode).toBe("cache_unreadable");
    expect(error.hint).toContain("sign in again");
    expect(JSON.stringify(error) + String(error.stack) + String(error.cause)).not.toContain("Account");
  });

  test("is what a plugin that throws gives, with its words and without its tokens", async () => {
    const plugin = textPlugin();
    const { app, account, authority } = await browserUser({}, withPlugin(plugin));
    const [secret = ""] = authority.directory.issuedSecrets;
    plugin.beforeCacheAccess = () => Promise.reject(new Error(`EACCES: permission denied, ${secret}`));
    const correlationId = crypto.randomUUID();
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account, correlationId }));
    expect(error).toMatchObject({ errorCode: "cache_unreadable", correlationId });
    expect(error.message).toContain("EACCES: permission denied");
    expect(`${error.stack}${String(error.cause)}`).not.toContain(secret);
    expect((await rejection(app.getAllAccounts())).errorCode).toBe("cache_unreadable");
  });

  test("is what a plugin that throws gives to a refresh, too", async () => {
    const plugin = textPlugin();
    const { app, account } = await browserUser({}, withPlugin(plugin));
    plugin.beforeCacheAccess = () => Promise.reject(new Error("EACCES: permission denied"));
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true }));
    expect(error.errorCode).toBe("cache_unreadable");
    expect(error.message).toContain("EACCES: permission denied");
  });

  test("is what a plugin that cannot write gives, and says so", async () => {
    const plugin = textPlugin();
    const { app, account } = await browserUser({}, withPlugin(plugin));
    plugin.afterCacheAccess = ({ cacheHasChanged }) =>
      cacheHasChanged ? Promise.reject(new Error("ENOSPC: no space left on device")) : Promise.resolve();
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true }));
    expect(error.errorCode).toBe("cache_unreadable");
    expect(error.message).toMatch(/could not be written .*ENOSPC: no space left on device/);
  });
});

test("a plugin that is mended serves again, without a new client", async () => {
  const plugin = textPlugin();
  const { app, account, signedIn } = await browserUser({}, withPlugin(plugin));
  const good = plugin.text;
  plugin.text = "not a cache";
  await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }));
  plugin.text = good;
  expect(await app.acquireTokenSilent({ scopes: SCOPES, account })).toMatchObject({
    fromCache: true,
    accessToken: signedIn.accessToken,
  });
});

test("throttling is kept to with a plugin, too", async () => {
  const plugin = textPlugin();
  const { app, account, authority } = await browserUser({}, withPlugin(plugin));
  authority.faults.add({ fault: "throttled-429-text", retryAfter: 60, times: 1 });
  for (const _ of [1, 2, 3]) {
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true }));
    expect(error.errorCode).toBe("request_throttled");
    expect(error.retryAfter).toBeGreaterThan(50);
  }
  expect(refreshes(authority)).toHaveLength(1);
});
