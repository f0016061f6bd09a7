import { AuthError, ClientAuthError, InteractionRequiredAuthError, ServerError } from "@azure/msal-node";
import { describe, expect, test } from "vitest";
import { ADELE, setStage, type Stage } from "../../support/stage.js";

describe("what is asked for reaches who is asked", () => {
  test.each(["broker", "cache"] as const)("forceRefresh brings a new token from the %s", async (source) => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await (source === "broker" ? stage.brokerAccount(app) : stage.cacheAccount(app));
    const tokens: (string | undefined)[] = [];
    for (const forceRefresh of [false, false, true]) {
      const { result } = await stage.silent(app, { account, forceRefresh });
      tokens.push(result?.accessToken);
    }
    const [first, same, fresh] = tokens;
    expect(first).toEqual(expect.any(String));
    expect([same === first, fresh === first]).toEqual([true, false]);
  });

  test.each(["broker", "cache", "browser"] as const)(
    "the client's capabilities are in the token, beside the request's claims (%s)",
    async (route) => {
      const stage = await setStage();
      const auth = { clientCapabilities: ["CP1"] };
      const app = await (route === "broker" ? stage.app({}, auth) : stage.appWithoutBroker({}, auth));
      stage.world.authority.directory.setPolicies([{ authContexts: ["c1"] }]);
      const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
      const seen =
        route === "cache"
          ? await stage.silent(app, { account: await mfaAccount(stage, app), claims })
          : await stage.interactive(app, { claims });
      expect(seen.outcome).toBe(route);
      expect(claimsOf(seen.result?.accessToken)).toMatchObject({ xms_cc: ["CP1"], acrs: ["c1"] });
    },
  );

  test.each([
    ["authenticationScheme", { authenticationScheme: "ssh-cert" }],
    ["sshJwk", { sshJwk: "{}" }],
    ["maxAge", { maxAge: 60 }],
    ["attributeTokens", { attributeTokens: ["a"] }],
    ["azureCloudOptions", { azureCloudOptions: {} }],
    ["a field nobody knows", { "a field nobody knows": 1 }],
  ])("%s is refused by name, and no token comes back in its place", async (field, fields: object) => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.brokerAccount(app);
    for (const seen of [
      await stage.silent(app, { ...fields, account }),
      await stage.interactive(app, { ...fields, account }),
    ]) {
      expect([seen.outcome, seen.asked, seen.opened]).toEqual(["request_unsupported", [], []]);
      expect(seen.error?.message).toContain(`"${field}"`);
    }
  });

  test("scopes of OpenID Connect among others, and no window to belong to, are all right for a broker", async () => {
    const stage = await setStage();
    const scopes = ["openid", "profile", "offline_access", "https://graph.microsoft.com/User.Read"];
    const seen = await stage.interactive(await stage.app(), { scopes });
    expect(seen.outcome).toBe("broker");
    expect(seen.result?.scopes).toContain("https://graph.microsoft.com/User.Read");
  });

  test("a second client in the same process is served as the first is", async () => {
    const stage = await setStage();
    for (const app of [await stage.app(), await stage.app()])
      expect((await stage.interactive(app)).outcome).toBe("broker");
  });
});

describe("an error says what happened, why, and what to do", () => {
  test.each([
    ["InteractionRequiredAuthError", 2, InteractionRequiredAuthError, false],
    ["ClientAuthError", 3, ClientAuthError, true],
    ["ServerError", 5, ServerError, true],
    ["ClientAuthError", 7, ClientAuthError, false],
  ] as const)("it is the application's own %s (status %i)", async (_name, value, ErrorClass, retryable) => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.brokerAccount(app);
    const context = "AADSTS50076: what the broker says of it";
    stage.world.emulated.faults.add({ fault: "status", value, context });
    const { error } = await stage.silent(app, { account });
    expect(error).toBeInstanceOf(ErrorClass);
    expect(error).toBeInstanceOf(AuthError);
    expect(error?.retryable).toBe(retryable);
    // Whoever cancelled needs no advice.
    expect(error?.hint).toEqual(value === 7 ? undefined : expect.stringMatching(/\w/));
    expect(error?.message).toContain(context);
    expect(error?.message).toMatch(/docs\/troubleshooting\.md#\w+$/);
  });

  test("a redirect URI that is not registered is named as it has to be registered", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const redirectUri = "msauth.com.contoso.notes://auth";
    const { error } = await stage.interactive(app, { redirectUri });
    expect(error?.errorCode).toBe("redirect_uri_mismatch");
    expect(error?.message).toContain(redirectUri);
    expect(error?.message).toContain("AADSTS50011");
  });
});

/** Adele, signed in in the browser with multi-factor authentication. */
async function mfaAccount(
  stage: Stage,
  app: Awaited<ReturnType<Stage["app"]>>,
): ReturnType<Stage["cacheAccount"]> {
  const { directory } = stage.world.authority;
  const { policies } = directory;
  directory.setPolicies([{ requireMfa: true }]);
  const account = await stage.cacheAccount(app, ADELE);
  directory.setPolicies(policies);
  return account;
}

function claimsOf(jwt = ""): unknown {
  const [, payload = ""] = jwt.split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString());
}
