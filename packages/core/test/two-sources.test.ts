import { type AccountInfo, type BrokerAccount, BrokerError, PublicClientApplication } from "@authbroker/core";
import type { ICachePlugin, JsonCache } from "@azure/msal-node";
import { describe, expect, test } from "vitest";
import {
  addAccessToken,
  addAccount,
  addIdToken,
  emptyCache,
  ENVIRONMENT,
  homeAccountId,
  objectId,
  person,
  type Person,
  tenant,
  username,
} from "./cache-entries.js";
import { CLIENT_ID, fakeBroker, type FakeBroker } from "./fake-broker.js";
import { brokerError, rejection } from "./rejection.js";

const HOME = tenant(1);
const ELSEWHERE = tenant(2);
const WHO = person(7, HOME);
const GUEST = person(7, HOME, [ELSEWHERE]);
const AUTHORITY = `https://login.microsoftonline.com/${HOME}`;
const scopes = ["User.Read"];

/** A cache plugin over a store that has nothing before the first sign-in, as electron-store or a Map. */
class StorePlugin implements ICachePlugin {
  readonly store: Map<string, string>;

  constructor(cache?: JsonCache) {
    this.store = new Map(cache && [["cache", JSON.stringify(cache)]]);
  }

  async beforeCacheAccess({ tokenCache }: Parameters<ICachePlugin["beforeCacheAccess"]>[0]): Promise<void> {
    // As it is written in JavaScript, where nothing says that a text is wanted.
    await Promise.resolve(Reflect.apply(tokenCache.deserialize, tokenCache, [this.store.get("cache")]));
  }

  async afterCacheAccess(context: Parameters<ICachePlugin["afterCacheAccess"]>[0]): Promise<void> {
    await Promise.resolve();
    if (context.cacheHasChanged) this.store.set("cache", context.tokenCache.serialize());
  }
}

function cacheOf(who: Person, environments: readonly string[] = [ENVIRONMENT]): JsonCache {
  const cache = emptyCache();
  for (const environment of environments) {
    addAccount(cache, who, environment);
    for (const tenantId of [who.home, ...who.guestOf]) {
      addIdToken(cache, who, tenantId, { environment });
      addAccessToken(cache, who, tenantId, { environment });
    }
  }
  return cache;
}

/** The account of a person at the broker. */
const atBroker = (who: Person): BrokerAccount => ({
  nativeAccountId: `native ${who.number}`,
  homeAccountId: homeAccountId(who),
  localAccountId: objectId(who, who.home),
  tenantId: who.home,
  environment: "login.microsoftonline.com",
  username: username(who),
});

const createApp = (
  { broker }: FakeBroker,
  cachePlugin: ICachePlugin | undefined,
): Promise<PublicClientApplication> =>
  PublicClientApplication.create({
    auth: { clientId: CLIENT_ID, authority: AUTHORITY },
    broker: { implementation: broker },
    ...(cachePlugin === undefined ? {} : { cache: { cachePlugin } }),
  });

const holding = (...accounts: readonly BrokerAccount[]): FakeBroker =>
  fakeBroker({ getAccounts: () => Promise.resolve(accounts) });

const sourcesOf = (accounts: readonly AccountInfo[]): string[] =>
  accounts.map(({ source, tenantId }) => `${source} ${tenantId}`);

describe("an account's source", () => {
  test("decides who serves it, whatever else msal-node left in it", async () => {
    const cache = cacheOf(WHO);
    const profile = { tenantId: HOME, localAccountId: objectId(WHO, HOME), username: username(WHO) };
    for (const entry of Object.values(cache.Account)) {
      entry.tenantProfiles = [JSON.stringify({ ...profile, nativeAccountId: "native 7" })];
    }
    const fake = holding();
    const app = await createApp(fake, new StorePlugin(cache));

    const [account] = await app.getAllAccounts();
    const served = { ...(account ?? atBroker(WHO)), source: "cache" as const, nativeAccountId: "native 7" };
    const result = await app.acquireTokenSilent({ scopes, account: served });

    expect(account).toMatchObject({ source: "cache" });
    expect(account).not.toHaveProperty("nativeAccountId");
    expect(result).toMatchObject({ route: "cache", fromCache: true, account: { source: "cache" } });
    expect(result.account).not.toHaveProperty("nativeAccountId");
    expect(fake.calls.map(({ method }) => method)).toStrictEqual(["getAccounts"]);
  });

  test.each([
    ["account.nativeAccountId", { source: "broker", nativeAccountId: undefined }],
    ["account.source", { source: "elsewhere" }],
  ])("that cannot be honoured is a TypeError that names %s", async (field, changes) => {
    const app = await createApp(holding(atBroker(WHO)), new StorePlugin(cacheOf(WHO)));
    const account = { ...atBroker(WHO), ...changes };

    const error = await rejection(app.acquireTokenSilent({ scopes, account: account as never }));

    expect(error).toBeInstanceOf(TypeError);
    expect(error).toHaveProperty("message", expect.stringContaining(`"${field}"`));
  });
});

describe("getAllAccounts() of both sources", () => {
  test("leaves out the cache's account in the tenant of the broker's, and in no other", async () => {
    const app = await createApp(holding(atBroker(GUEST)), new StorePlugin(cacheOf(GUEST)));

    expect(sourcesOf(await app.getAllAccounts())).toStrictEqual([`broker ${HOME}`, `cache ${ELSEWHERE}`]);
  });

  test("lists a user once whom the cache knows under two names of one cloud", async () => {
    const cache = cacheOf(WHO, ["login.microsoftonline.com", ENVIRONMENT]);
    const app = await createApp(holding(), new StorePlugin(cache));

    expect(sourcesOf(await app.getAllAccounts())).toStrictEqual([`cache ${HOME}`]);
  });

  test.each([
    "broker_response_invalid",
    "broker_unavailable",
    "no_network_connectivity",
    "platform_broker_error",
  ] as const)("gives the cache's when the broker fails with %s", async (code) => {
    const failing = fakeBroker({
      getAccounts: () => Promise.reject(new BrokerError(code, { message: "it failed" })),
    });
    const app = await createApp(failing, new StorePlugin(cacheOf(WHO)));

    expect(sourcesOf(await app.getAllAccounts())).toStrictEqual([`cache ${HOME}`]);
  });

  test("rejects when the broker fails and there is no cache, for an empty list would be a lie", async () => {
    const failing = fakeBroker({
      getAccounts: () =>
        Promise.reject(new BrokerError("broker_response_invalid", { message: "it made no sense" })),
    });
    const app = await createApp(failing, undefined);

    expect((await brokerError(app.getAllAccounts())).errorCode).toBe("broker_response_invalid");
  });

  test("takes nothing, from a plugin whose store has nothing yet, for an empty cache", async () => {
    const app = await createApp(holding(), new StorePlugin());

    await expect(app.getAllAccounts()).resolves.toStrictEqual([]);
  });
});

describe("signOut() at a broker that fails", () => {
  test.each([
    ["answers an error", () => Promise.reject(new BrokerError("platform_broker_error", { message: "no" }))],
    ["does not answer", () => new Promise<void>(() => {})],
  ])("and %s leaves no token of the user's in the cache", async (_how, leave) => {
    const plugin = new StorePlugin(cacheOf(WHO));
    const app = await createApp(fakeBroker({ signOut: leave }), plugin);

    const error = await brokerError(app.signOut({ account: atBroker(WHO), timeoutMs: 2000 }));

    expect(error.errorCode).toMatch(/^(?:platform_broker_error|request_timeout)$/);
    expect(plugin.store.get("cache")).not.toContain("access token of 7");
  });
});
