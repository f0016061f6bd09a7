import { describe, expect, test } from "vitest";
import { FABRIKAM, TWO_TENANTS } from "../../support/two-tenants.js";
import { ADELE, LEE, setStage, ZOE } from "../../support/stage.js";

describe("the right user or an error", () => {
  test("an account of the browser is served from the cache, though another user is the broker's default", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.cacheAccount(app, ADELE);
    stage.world.authority.directory.signIn(LEE);
    for (const forceRefresh of [false, true]) {
      const { asked, result } = await stage.silent(app, { account, forceRefresh });
      expect([asked, result?.route, result?.account?.username]).toEqual([[], "cache", ADELE]);
      expect(usernameIn(result?.accessToken)).toBe(ADELE);
    }
  });

  test("an account of a device code is served from the cache, though the broker is there", async () => {
    const stage = await setStage();
    const app = await stage.app();
    stage.person = { user: LEE };
    const { result } = await stage.deviceCode(app);
    stage.world.authority.directory.signIn(ADELE);
    if (result?.account?.source !== "cache") throw new Error("the sign-in brought no account of the cache");
    const seen = await stage.silent(app, { account: result.account });
    expect([seen.asked, seen.outcome, seen.result?.account?.username]).toEqual([[], "cache", LEE]);
  });

  test("two users of the cache who ask at the same time get each their own token", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const adele = await stage.cacheAccount(app, ADELE);
    const lee = await stage.cacheAccount(app, LEE);
    await stage.brokerAccount(app, ZOE);
    const both = [adele, lee].map(async (account) => {
      const { result } = await stage.silent(app, { account, forceRefresh: true });
      return [usernameIn(result?.accessToken), result?.account?.username];
    });
    expect(await Promise.all(both)).toEqual([
      [ADELE, ADELE],
      [LEE, LEE],
    ]);
  });

  test("two users of the broker who ask at the same time get each their own token", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const accounts = [await stage.brokerAccount(app, ADELE), await stage.brokerAccount(app, LEE)];
    const tokens = accounts.map(async (account) => (await stage.silent(app, { account })).result);
    expect((await Promise.all(tokens)).map((result) => usernameIn(result?.accessToken))).toEqual([
      ADELE,
      LEE,
    ]);
  });

  test("a broker that answers with another user's token is an error, and its token goes nowhere", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.brokerAccount(app, ADELE);
    stage.world.emulated.faults.add({ fault: "wrong-identity" });
    for (const seen of [await stage.silent(app, { account }), await stage.interactive(app, { account })]) {
      expect([seen.outcome, seen.opened]).toEqual(["account_mismatch", []]);
      expect(JSON.stringify(seen.error)).not.toMatch(/eyJ/);
    }
  });

  test("a person who switched users in the broker's window is an error", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.brokerAccount(app, ADELE);
    stage.world.emulated.faults.add({ fault: "status", value: 12, times: 1 });
    expect(await stage.interactive(app, { account })).toMatchObject({
      outcome: "account_mismatch",
      opened: [],
    });
  });

  test("a person who picks another user in the browser than the one asked for is an error", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.cacheAccount(app, ADELE);
    stage.person = { user: LEE };
    const seen = await stage.interactive(app, { account });
    expect(seen.outcome).toBe("account_mismatch");
    const known = await app.getAllAccounts();
    expect(known.map(({ username }) => username)).toEqual([ADELE]);
  });

  test("an account that the broker does not know is an error, and not its default account", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.brokerAccount(app, ADELE);
    await stage.brokerAccount(app, LEE);
    const nobody = "00000000-1111-4222-8333-444444444444";
    const stranger = {
      ...account,
      nativeAccountId: `${nobody}.${account.tenantId}`,
      homeAccountId: `${nobody}.${account.tenantId}`,
      localAccountId: nobody,
      username: "nobody@contoso.example",
    };
    expect((await stage.silent(app, { account: stranger })).outcome).toBe("no_account_found");
  });

  test.each(["broker", "cache"] as const)(
    "a guest gets the token of the tenant that the request names, from the %s",
    async (source) => {
      const stage = await setStage(TWO_TENANTS);
      const app = await stage.app();
      const account = await (source === "broker" ? stage.brokerAccount(app) : stage.cacheAccount(app));
      const authority = `https://login.microsoftonline.com/${FABRIKAM}`;
      const home = await stage.silent(app, { account });
      const away = await stage.silent(app, { account, authority });
      const homeAgain = await stage.silent(app, { account });
      expect(
        [home, away, homeAgain].map(({ result }) => [result?.tenantId, claimsOf(result?.accessToken)["tid"]]),
      ).toEqual([account.tenantId, FABRIKAM, account.tenantId].map((tenant) => [tenant, tenant]));
    },
  );
});

function usernameIn(accessToken: string | undefined): unknown {
  return claimsOf(accessToken)["preferred_username"] ?? claimsOf(accessToken)["upn"];
}

function claimsOf(jwt = ""): Readonly<Record<string, unknown>> {
  const [, payload = ""] = jwt.split(".");
  const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
  return { ...(typeof claims === "object" ? claims : {}) };
}
