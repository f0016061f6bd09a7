import { expect, test } from "vitest";
import { accountOf, ADELE, LEE, refreshes, SCOPES, signInAs } from "../support/browser-user.js";
import { startWorld } from "../support/sign-in-app.js";
import { textPlugin } from "./text-plugin.js";

const HOME = "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a";

test("the accounts of the broker and of the cache are listed together, each user once, and each with its source", async () => {
  const world = await startWorld();
  const plugin = textPlugin();
  const browser = await world.createApp({ broker: {}, cache: { cachePlugin: plugin } });
  await signInAs(browser, { user: ADELE });
  await signInAs(browser, { user: LEE });
  world.emulated.directory.signIn(ADELE);
  const app = await world.createApp({ cache: { cachePlugin: plugin } });
  const accounts = await app.getAllAccounts();
  expect(accounts.map(({ username, source }) => ({ username, source }))).toEqual([
    { username: ADELE, source: "broker" },
    { username: LEE, source: "cache" },
  ]);
});

test("each listed account is served by its own source", async () => {
  const world = await startWorld();
  const plugin = textPlugin();
  const browser = await world.createApp({ broker: {}, cache: { cachePlugin: plugin } });
  const lee = accountOf(await signInAs(browser, { user: LEE }));
  world.emulated.directory.signIn(ADELE);
  const app = await world.createApp({ cache: { cachePlugin: plugin } });
  const routes: Record<string, string> = {};
  for (const account of await app.getAllAccounts()) {
    routes[account.username] = (await app.acquireTokenSilent({ scopes: SCOPES, account })).route;
  }
  expect(routes).toEqual({ [ADELE]: "broker", [LEE]: "cache" });
  expect(lee.source).toBe("cache");
});

/** A cache of a thousand people, made of that of one. */
function crowd(text: string, count: number): string {
  const one: Record<string, Record<string, object>> = JSON.parse(text);
  const oid = /[0-9a-f-]{36}/.exec(Object.keys(one["Account"] ?? {})[0] ?? "")?.[0] ?? "";
  const everybody: Record<string, Record<string, unknown>> = {};
  for (const [section, entries] of Object.entries(one)) {
    everybody[section] = { ...entries };
    for (let number = 1; number < count; number += 1) {
      const id = `${number.toString(16).padStart(8, "0")}${oid.slice(8)}`;
      const other: object = JSON.parse(JSON.stringify(entries).replaceAll(oid, id));
      Object.assign(everybody[section], other);
    }
  }
  return JSON.stringify(everybody);
}

test("of a thousand accounts, all are listed and each has its own token", async () => {
  const world = await startWorld();
  const plugin = textPlugin();
  const configuration = { broker: {}, cache: { cachePlugin: plugin } };
  const first = await signInAs(await world.createApp(configuration), { user: ADELE });
  plugin.text = crowd(plugin.text, 1000);
  const app = await world.createApp(configuration);
  const accounts = await app.getAllAccounts();
  expect(accounts).toHaveLength(1000);
  expect(new Set(accounts.map(({ homeAccountId }) => homeAccountId)).size).toBe(1000);
  for (const account of accounts.filter((_, number) => number % 100 === 7)) {
    const result = await app.acquireTokenSilent({ scopes: SCOPES, account });
    expect(result).toMatchObject({ fromCache: true, account: { homeAccountId: account.homeAccountId } });
  }
  const adele = accountOf(first);
  expect(adele.tenantId).toBe(HOME);
  await app.signOut({ account: adele });
  expect(await app.getAllAccounts()).toHaveLength(999);
  expect(refreshes(world.authority)).toHaveLength(0);
});
