import type { AccountInfo, AuthenticationResult, JsonCache } from "@azure/msal-node";
import { describe, expect, test } from "vitest";
import { type CachedToken, findCachedToken, toCachedResult } from "../src/cache/cached-token.js";
import { sameCloud } from "../src/cache/clouds.js";
import {
  accountOf,
  addAccessToken,
  addAccount,
  addIdToken,
  AUTHORITY,
  emptyCache,
  ENVIRONMENT,
  homeAccountId,
  inSeconds,
  msalClient,
  objectId,
  type Person,
  person,
  tenant,
  username,
} from "./cache-entries.js";
import { CLIENT_ID } from "./fake-broker.js";
import { random } from "./random.js";

const correlationId = "0a0b0c0d-1111-4222-8333-444455556666";

const storeOf = (cache: JsonCache): Readonly<Record<string, unknown>> =>
  msalClient(cache).getTokenCache().getKVStore();

interface Ask {
  readonly account: AccountInfo;
  readonly scopes: readonly string[];
}

function find(store: Readonly<Record<string, unknown>>, { account, scopes }: Ask): CachedToken | undefined {
  const { homeAccountId: home, tenantId, environment } = account;
  return findCachedToken(store, {
    clientId: CLIENT_ID,
    homeAccountId: home,
    tenantId,
    environment,
    scopes,
    now: Date.now(),
  });
}

type Answer = AuthenticationResult | undefined;

/** Our answer in msal-node's shape, and msal-node's own; undefined where the authority would have to be asked. */
async function bothAnswers(cache: JsonCache, ask: Ask): Promise<[ours: Answer, theirs: Answer]> {
  const token = find(storeOf(cache), ask);
  const request = { account: ask.account, scopes: [...ask.scopes], correlationId };
  return [
    token && toCachedResult(token, { authority: AUTHORITY, correlationId }),
    await msalClient(cache)
      .acquireTokenSilent(request)
      .catch(() => undefined),
  ];
}

const ONE = person(1, tenant(1));

/** One account with an ID token and an access token. */
function cacheOf(who: Person, fields: Parameters<typeof addAccessToken>[3] = {}): JsonCache {
  const cache = emptyCache();
  addAccount(cache, who);
  addIdToken(cache, who, who.home);
  addAccessToken(cache, who, who.home, fields);
  return cache;
}

const ASK: Ask = { account: accountOf(ONE, ONE.home), scopes: ["User.Read"] };

describe("findCachedToken() answers as msal-node does", () => {
  test("in every field of the result", async () => {
    const [ours, theirs] = await bothAnswers(cacheOf(ONE), ASK);

    expect(theirs).toMatchObject({ fromCache: true, tenantId: tenant(1), account: { tenantId: tenant(1) } });
    expect(ours).toEqual(theirs);
  });

  test("for caches and requests of every kind", async () => {
    const next = random(20_261_121);
    const pick = <T>(values: readonly T[]): T => values[next(values.length)] as T;
    const scopes = [
      "User.Read",
      "Mail.Read",
      "api://books/Read",
      "openid",
      "profile",
      "offline_access",
      "email",
    ];
    const hosts = [ENVIRONMENT, "login.microsoftonline.com", "sts.windows.net", "login.microsoftonline.us"];
    const some = (most: number): string[] => Array.from({ length: 1 + next(most) }, () => pick(scopes));
    const hits = { ours: 0, theirs: 0 };

    for (let round = 0; round < 1500; round += 1) {
      const people = [0, 1, 2].map((number) => person(number, tenant(1), next(2) === 0 ? [tenant(2)] : []));
      const cache = emptyCache();
      for (const who of people) {
        if (next(8) > 0) addAccount(cache, who);
        for (const tenantId of [who.home, ...who.guestOf]) {
          if (next(4) > 0) addIdToken(cache, who, tenantId);
          if (next(9) === 0) addIdToken(cache, who, tenantId, { environment: "login.microsoftonline.com" });
          for (let tokens = 1 + next(2); tokens > 0; tokens -= 1) {
            addAccessToken(cache, who, tenantId, {
              target: some(6).join(" "),
              environment: pick([ENVIRONMENT, ENVIRONMENT, ENVIRONMENT, ENVIRONMENT, ...hosts]),
              expires_on: inSeconds(pick([3600, 3600, 3600, 400, 200, 0, -10])),
              cached_at: inSeconds(pick([-60, -60, -60, 0, 400])),
              ...(next(7) === 0 ? { token_type: "pop", credential_type: "AccessToken_With_AuthScheme" } : {}),
              ...(next(9) === 0 ? { client_id: "another-client" } : {}),
              ...(next(9) === 0 ? { additionalCacheKeyComponents: { attribute_tokens: "a" } } : {}),
            });
          }
        }
      }
      const who = pick(people);
      const asked = accountOf(
        who,
        pick([who.home, ...who.guestOf]),
        pick([ENVIRONMENT, ...hosts.slice(0, 3)]),
      );

      const [ours, theirs] = await bothAnswers(cache, { account: asked, scopes: some(2) });

      // msal-node finds no account under another name of its cloud, and takes the home account for a guest without an
      // ID token; both are tests of their own.
      const alike = theirs !== undefined && theirs.account !== null && theirs.idToken !== "";
      const account = alike ? {} : { account: null };
      expect(ours && { ...ours, ...account }, `round ${round}`).toEqual(theirs && { ...theirs, ...account });
      if (ours !== undefined) hits.ours += 1;
      if (theirs !== undefined) hits.theirs += 1;
    }

    expect(hits.theirs).toBeGreaterThan(100);
    expect(hits.ours).toBe(hits.theirs);
  });

  test("for an account that an older version wrote, without an ID token", async () => {
    const cache = cacheOf(ONE);
    cache.IdToken = {};
    for (const account of Object.values(cache.Account)) delete account.tenantProfiles;

    const [ours, theirs] = await bothAnswers(cache, ASK);

    expect(theirs).toMatchObject({ account: { username: username(ONE) } });
    expect(ours).toEqual(theirs);
  });

  test("with one of the four scopes of OpenID Connect asked and not in the answer", async () => {
    const cache = cacheOf(ONE, { target: "User.Read" });

    for (const extra of ["openid", "profile", "email", "offline_access"]) {
      const [ours, theirs] = await bothAnswers(cache, { ...ASK, scopes: ["user.read", extra] });
      expect(theirs).toMatchObject({ fromCache: true });
      expect(ours).toEqual(theirs);
    }
  });
});

const NOW = Date.now();

const query = {
  clientId: CLIENT_ID,
  homeAccountId: homeAccountId(ONE),
  tenantId: tenant(1),
  environment: ENVIRONMENT,
  scopes: ["User.Read"],
  now: NOW,
};

/** Seconds since 1970, from the queries' own clock. */
const at = (fromNow: number): string => String(Math.round(NOW / 1000) + fromNow);

describe("findCachedToken() does not hand out", () => {
  test.each<[string, Parameters<typeof addAccessToken>[3]]>([
    ["one with less than five minutes left", { expires_on: at(299) }],
    ["one whose end nobody knows", { expires_on: "soon" }],
    ["one from the future: the clock was turned back", { cached_at: at(120) }],
    ["one that is due to be refreshed", { refresh_on: at(-1) }],
    ["one that lacks a scope", { target: "Mail.Read openid profile" }],
    ["one whose scope only begins like the one asked", { target: "User.ReadWrite" }],
    ["one of another client", { client_id: "another-client" }],
    ["one of another tenant", { realm: tenant(2) }],
    ["one of another cloud", { environment: "login.microsoftonline.us" }],
    ["one that is bound to a key", { token_type: "pop", credential_type: "AccessToken_With_AuthScheme" }],
    ["one with the id of a key", { key_id: "kid" }],
    ["one that only calls itself Bearer's entry", { token_type: "pop" }],
    ["one got on behalf of another", { userAssertionHash: "hash" }],
    ["one for an agent's attributes", { additionalCacheKeyComponents: { attribute_tokens: "a" } }],
    ["an empty one", { secret: "" }],
  ])("%s", (_what, fields) => {
    expect(findCachedToken(storeOf(cacheOf(ONE)), query)).toBeDefined();
    expect(findCachedToken(storeOf(cacheOf(ONE, fields)), query)).toBeUndefined();
  });

  test("one that was asked with claims", () => {
    const store = storeOf(cacheOf(ONE));
    for (const entry of Object.values(store)) Object.assign(Object(entry), { requestedClaimsHash: "hash" });

    expect(findCachedToken(store, query)).toBeUndefined();
  });

  test("either of two that match", () => {
    const cache = cacheOf(ONE);
    addAccessToken(cache, ONE, ONE.home, { target: "User.Read Mail.Read" });

    expect(findCachedToken(storeOf(cache), query)).toBeUndefined();
    expect(findCachedToken(storeOf(cache), { ...query, scopes: ["Mail.Read"] })).toBeDefined();
  });

  test("one of a person whose home account id only begins like the one asked", () => {
    const store = storeOf(cacheOf(ONE));

    expect(
      findCachedToken(store, { ...query, homeAccountId: query.homeAccountId.slice(0, -1) }),
    ).toBeUndefined();
  });

  test("one with an ID token that cannot be read", () => {
    const cache = cacheOf(ONE);
    for (const token of Object.values(cache.IdToken)) token.secret = "no JWT";

    expect(findCachedToken(storeOf(cache), query)).toBeUndefined();
  });

  test("one of another resource than the request names", () => {
    const store = storeOf(cacheOf(ONE, { resource: "https://one.example" }));

    expect(findCachedToken(store, { ...query, resource: "https://two.example" })).toBeUndefined();
    expect(findCachedToken(store, { ...query, resource: "https://one.example" })).toBeDefined();
  });

  test("one of a resource, when the request names none", () => {
    expect(
      findCachedToken(storeOf(cacheOf(ONE, { resource: "https://one.example" })), query),
    ).toBeUndefined();
  });

  test("anything of a malformed entry, and never throws", () => {
    const good = storeOf(cacheOf(ONE));
    for (const [key, entry] of Object.entries(good)) {
      for (const field of Object.keys(Object(entry))) {
        for (const value of [null, undefined, 5, true, {}, [], Number.NaN, "\u0000", 1e300]) {
          const store = { ...good, [key]: { ...Object(entry), [field]: value }, [`${key}-odd`]: value };
          const token = findCachedToken(store, query);
          expect(token?.accessToken ?? "").toBeTypeOf("string");
          expect(token?.expiresOn.getTime() ?? 0).not.toBeNaN();
        }
      }
    }
  });
});

describe("where msal-node is wrong, findCachedToken()", () => {
  const guest = person(1, tenant(1), [tenant(2)]);

  function guestCache(): JsonCache {
    const cache = emptyCache();
    addAccount(cache, guest);
    for (const tenantId of [tenant(1), tenant(2)]) {
      addIdToken(cache, guest, tenantId);
      addAccessToken(cache, guest, tenantId);
    }
    return cache;
  }

  test("gives a guest the token of the tenant that is asked, with that tenant's account", async () => {
    const theirs = await msalClient(guestCache()).acquireTokenSilent({
      account: accountOf(guest, tenant(1)),
      authority: `https://login.microsoftonline.com/${tenant(2)}`,
      scopes: ["User.Read"],
    });
    const ours = findCachedToken(storeOf(guestCache()), { ...query, tenantId: tenant(2) });

    expect(theirs.tenantId).toBe(tenant(1));
    expect(ours).toMatchObject({
      accessToken: `access token of 1 in ${tenant(2)} for User.Read`,
      account: { tenantId: tenant(2), localAccountId: objectId(guest, tenant(2)) },
      idToken: { claims: { tid: tenant(2), oid: objectId(guest, tenant(2)) } },
    });
  });

  test("says the guest's tenant of a token that came without an ID token", () => {
    const cache = guestCache();
    cache.IdToken = {};

    expect(findCachedToken(storeOf(cache), { ...query, tenantId: tenant(2) })?.account).toMatchObject({
      tenantId: tenant(2),
      localAccountId: objectId(guest, tenant(2)),
    });
  });

  test("finds the account under another name of its cloud", async () => {
    const account = accountOf(ONE, ONE.home, "login.microsoftonline.com");

    const [ours, theirs] = await bothAnswers(cacheOf(ONE), { ...ASK, account });

    expect(theirs?.account).toBeNull();
    expect(ours).toMatchObject({ account: { homeAccountId: homeAccountId(ONE), environment: ENVIRONMENT } });
  });

  test.each([
    ["User.Read", "https://graph.microsoft.com/User.Read"],
    ["https://graph.microsoft.com/User.Read", "User.Read"],
  ])("takes %s and %s for the same scope", async (asked, answered) => {
    const cache = cacheOf(ONE, { target: answered });

    const [ours, theirs] = await bothAnswers(cache, { ...ASK, scopes: [asked] });

    expect(theirs).toBeUndefined();
    expect(ours).toMatchObject({ scopes: [answered] });
  });

  test.each([
    ["the asked form", -30, -60, "User.Read"],
    ["the other form", -60, -30, "https://graph.microsoft.com/User.Read"],
  ])(
    "gives the later of two tokens for two forms of a scope: that in %s",
    async (_what, short, long, target) => {
      const cache = cacheOf(ONE, { target: "User.Read", cached_at: inSeconds(short) });
      const written = { target: "https://graph.microsoft.com/User.Read", cached_at: inSeconds(long) };
      addAccessToken(cache, ONE, ONE.home, written);

      expect(find(storeOf(cache), ASK)).toMatchObject({ scopes: [target] });
    },
  );

  test("does not wait for a refresh that is due, but asks for one", async () => {
    const [ours, theirs] = await bothAnswers(cacheOf(ONE, { refresh_on: inSeconds(-10) }), ASK);

    expect(theirs).toMatchObject({ fromCache: true });
    expect(ours).toBeUndefined();
  });

  test("knows an account in a cloud that the client was not made for", async () => {
    const environment = "login.microsoftonline.us";
    const cache = emptyCache();
    addAccount(cache, ONE, environment);
    addAccessToken(cache, ONE, ONE.home, { environment });

    const [ours, theirs] = await bothAnswers(cache, {
      ...ASK,
      account: accountOf(ONE, ONE.home, environment),
    });

    expect(theirs).toBeUndefined();
    expect(ours).toMatchObject({ account: { environment } });
  });
});

test("one that is due to be refreshed is found where that is accepted, one that is over never", () => {
  const due = storeOf(cacheOf(ONE, { refresh_on: at(-1) }));
  const over = storeOf(cacheOf(ONE, { refresh_on: at(-1), expires_on: at(299) }));

  expect(findCachedToken(due, { ...query, acceptDue: true })?.refreshOn).toStrictEqual(
    new Date(Number(at(-1)) * 1000),
  );
  expect(findCachedToken(over, { ...query, acceptDue: true })).toBeUndefined();
});

test("the claims of a result are the caller's own", () => {
  const store = storeOf(cacheOf(ONE));
  const first = findCachedToken(store, query);
  Object.assign(Object(first?.idToken?.claims), { oid: "changed" });

  expect(findCachedToken(store, query)?.idToken?.claims.oid).toBe(objectId(ONE, ONE.home));
});

test("a result without an account or an ID token has msal-node's empty values", () => {
  const cache = emptyCache();
  addAccessToken(cache, ONE, ONE.home);
  const token = findCachedToken(storeOf(cache), query);
  if (token === undefined) throw new Error("no token was found");

  expect(toCachedResult(token, { authority: AUTHORITY, correlationId })).toMatchObject({
    account: null,
    idToken: "",
    idTokenClaims: {},
    uniqueId: "",
    tenantId: "",
  });
});

describe("sameCloud()", () => {
  test.each([
    ["login.microsoftonline.com", "login.windows.net", true],
    ["sts.windows.net", "login.microsoft.com", true],
    ["login.chinacloudapi.cn", "login.partner.microsoftonline.cn", true],
    ["login.microsoftonline.us", "login.usgovcloudapi.net", true],
    ["login.microsoftonline.com", "login.microsoftonline.us", false],
    ["adfs.contoso.example", "adfs.contoso.example", true],
    ["adfs.contoso.example", "adfs.fabrikam.example", false],
    ["login.windows.net", "constructor", false],
  ])("%s and %s: %s", (hostA, hostB, same) => {
    expect(sameCloud(hostA, hostB)).toBe(same);
    expect(sameCloud(hostB, hostA)).toBe(same);
  });
});
