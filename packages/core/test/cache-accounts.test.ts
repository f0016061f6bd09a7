import type { JsonCache } from "@azure/msal-node";
import { describe, expect, test } from "vitest";
import { cachedAccounts } from "../src/cache/cached-accounts.js";
import {
  accountOf,
  addAccessToken,
  addAccount,
  addIdToken,
  claimsOf,
  emptyCache,
  ENVIRONMENT,
  msalClient,
  objectId,
  person,
  tenant,
  username,
} from "./cache-entries.js";
import { CLIENT_ID, unsignedJwt } from "./fake-broker.js";
import { random } from "./random.js";

const OTHER_CLIENT = "0c1e2a3b-4d5e-4f60-8172-93a4b5c6d7e8";

const storeOf = (cache: JsonCache): Readonly<Record<string, unknown>> =>
  msalClient(cache).getTokenCache().getKVStore();

/** A cache as years of use leave it: guests, other clients, missing and doubled ID tokens, older versions' accounts. */
function someCache(seed: number, accounts: number): JsonCache {
  const next = random(seed);
  const cache = emptyCache();
  for (let number = 0; number < accounts; number += 1) {
    const home = tenant(next(3));
    const guestOf = [0, 1, 2, 3].map(tenant).filter((id) => id !== home && next(3) === 0);
    const who = person(number, home, guestOf);
    const environment = next(5) === 0 ? "login.microsoftonline.com" : ENVIRONMENT;
    addAccount(cache, who, environment);
    const account = Object.values(cache.Account).at(-1);
    if (account !== undefined && next(6) === 0) delete account.tenantProfiles;
    if (account?.tenantProfiles !== undefined && next(9) === 0) account.tenantProfiles = [];
    for (const tenantId of [home, ...guestOf]) {
      if (next(4) > 0) addIdToken(cache, who, tenantId, { environment });
      if (next(8) === 0) addIdToken(cache, who, tenantId, { environment: "login.microsoft.com" });
      if (next(3) === 0) addIdToken(cache, who, tenantId, { clientId: OTHER_CLIENT });
      addAccessToken(cache, who, tenantId);
    }
  }
  return cache;
}

describe("cachedAccounts()", () => {
  test("gives what msal-node's getAllAccounts() gives, for caches of 1 to 60 accounts", async () => {
    for (let accounts = 1; accounts <= 60; accounts += 1) {
      const cache = someCache(accounts, accounts);

      const ours = cachedAccounts(storeOf(cache), CLIENT_ID);

      expect(ours, `${accounts} accounts`).toEqual(await msalClient(cache).getAllAccounts());
    }
  });

  test("gives a guest once for each tenant, each with that tenant's object id and claims", () => {
    const cache = emptyCache();
    const who = person(1, tenant(1), [tenant(2)]);
    addAccount(cache, who);
    addIdToken(cache, who, tenant(1));
    addIdToken(cache, who, tenant(2));

    const accounts = cachedAccounts(storeOf(cache), CLIENT_ID);

    expect(accounts).toMatchObject([
      { tenantId: tenant(1), localAccountId: objectId(who, tenant(1)), username: username(who) },
      { tenantId: tenant(2), localAccountId: objectId(who, tenant(2)), username: username(who) },
    ]);
    expect(accounts.map(({ idTokenClaims }) => idTokenClaims)).toStrictEqual([
      claimsOf(who, tenant(1)),
      claimsOf(who, tenant(2)),
    ]);
    expect(accounts.map(({ tenantProfiles }) => Array.from(tenantProfiles?.keys() ?? []))).toStrictEqual([
      [tenant(1), tenant(2)],
      [tenant(1), tenant(2)],
    ]);
  });

  test("does not read the ID tokens of another client", () => {
    const cache = emptyCache();
    const who = person(1, tenant(1));
    addAccount(cache, who);
    addIdToken(cache, who, tenant(1), { clientId: OTHER_CLIENT });

    expect(cachedAccounts(storeOf(cache), CLIENT_ID)[0]).not.toHaveProperty("idTokenClaims");
    expect(cachedAccounts(storeOf(cache), OTHER_CLIENT)[0]).toHaveProperty("idTokenClaims.oid");
  });

  test("keeps an account whose ID token cannot be read, without its claims", () => {
    const cache = emptyCache();
    const who = person(1, tenant(1));
    addAccount(cache, who);
    addIdToken(cache, who, tenant(1));
    for (const entry of Object.values(cache.IdToken)) entry.secret = "no JWT";

    const [account] = cachedAccounts(storeOf(cache), CLIENT_ID);

    expect(account).toMatchObject(accountOf(who, tenant(1)));
    expect(account).not.toHaveProperty("idTokenClaims");
  });

  test("gives objects that are the caller's own", () => {
    const cache = emptyCache();
    const who = person(1, tenant(1));
    addAccount(cache, who);
    addIdToken(cache, who, tenant(1));
    const store = storeOf(cache);
    const untouched = structuredClone(cachedAccounts(store, CLIENT_ID));

    const [account] = cachedAccounts(store, CLIENT_ID);
    const roles = account?.idTokenClaims?.["roles"];
    if (Array.isArray(roles)) roles.push("admin");
    const profile = account?.tenantProfiles?.get(tenant(1));
    if (profile !== undefined) profile.username = "mallory@contoso.example";

    expect(roles).toContain("admin");
    expect(cachedAccounts(store, CLIENT_ID)).toStrictEqual(untouched);
  });

  test("skips whatever is no account, and never throws", () => {
    const cache = emptyCache();
    const who = person(1, tenant(1));
    addAccount(cache, who);
    addIdToken(cache, who, tenant(1));
    const good = storeOf(cache);
    const [account] = Object.values(good);
    const values = [null, undefined, 5, "text", true, [], {}, [account], Object.create(null), () => 0];
    const malformed = Object.fromEntries(
      ["homeAccountId", "environment", "realm", "localAccountId", "username", "authorityType"].flatMap(
        (field) =>
          values
            .filter((value) => typeof value !== "string")
            .map((value, index) => [`${field}${index}`, { ...Object(account), [field]: value }]),
      ),
    );
    const odd = { ...Object.fromEntries(values.map((value, index) => [`odd${index}`, value])), ...malformed };

    expect(cachedAccounts({ ...odd, ...good }, CLIENT_ID)).toStrictEqual(cachedAccounts(good, CLIENT_ID));
  });

  test("skips tenant profiles that are malformed, and claims of a wrong type", () => {
    const cache = emptyCache();
    const who = person(1, tenant(1));
    addAccount(cache, who);
    addIdToken(cache, who, tenant(1));
    const [entry] = Object.values(cache.Account);
    if (entry?.tenantProfiles === undefined) throw new Error("the account has no profiles");
    entry.tenantProfiles.push("null", "5", "[]", "{}", '{"tenantId":5,"localAccountId":"l","username":"u"}');
    for (const token of Object.values(cache.IdToken)) {
      token.secret = unsignedJwt({
        ...claimsOf(who, tenant(1)),
        upn: 5,
        login_hint: {},
        signin_state: "kmsi",
      });
    }

    const accounts = cachedAccounts(storeOf(cache), CLIENT_ID);

    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toMatchObject({ tenantId: tenant(1), kmsi: false });
    expect(accounts[0]).not.toHaveProperty("upn");
    expect(accounts[0]).not.toHaveProperty("loginHint");
  });
});
