import { InteractionRequiredAuthError, PublicClientApplication } from "@azure/msal-node";
import { approveUserCode, type Authority, signInWith, type ScriptedPerson } from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import { ADELE, authorityForTest, clientIdOf } from "./support.js";

const scopes = ["User.Read"];

/** The unmodified client, by injected metadata over plain http. */
function clientOf(authority: Authority, tenant = "common"): PublicClientApplication {
  return new PublicClientApplication({
    auth: {
      clientId: clientIdOf(authority),
      authority: `https://login.microsoftonline.com/${tenant}`,
      authorityMetadata: JSON.stringify(authority.metadata()),
    },
  });
}

function browser(person: ScriptedPerson = {}): (url: string) => Promise<void> {
  return async (url) => void signInWith(url, person);
}

describe("the unmodified msal-node", () => {
  test("signs in interactively, then answers from its cache, then refreshes", async () => {
    const authority = await authorityForTest();
    const app = clientOf(authority);
    const result = await app.acquireTokenInteractive({ scopes, openBrowser: browser({ user: ADELE }) });
    expect(result.account).toMatchObject({ username: ADELE, environment: "login.windows.net" });
    const [adele] = authority.directory.users;
    expect(result.account?.homeAccountId).toBe(`${adele?.oid}.${adele?.tenantId}`);
    expect(result.scopes).toContain("User.Read");
    const account = result.account ?? undefined;
    if (account === undefined) throw new Error("there is no account");
    expect((await app.acquireTokenSilent({ scopes, account })).fromCache).toBe(true);
    const forced = await app.acquireTokenSilent({ scopes, account, forceRefresh: true });
    expect(forced.fromCache).toBe(false);
    expect(forced.accessToken).not.toBe(result.accessToken);
  });

  test("redeems device codes, whose grant it calls by its short name", async () => {
    const authority = await authorityForTest({ config: { authority: { deviceCode: { interval: 1 } } } });
    const result = await clientOf(authority).acquireTokenByDeviceCode({
      scopes,
      deviceCodeCallback: ({ verificationUri, userCode }) =>
        void approveUserCode(verificationUri, userCode, { user: "lee@contoso.example" }),
    });
    expect(result?.account?.username).toBe("lee@contoso.example");
    expect(authority.requests.map(({ parameters }) => parameters["grant_type"])).toContain("device_code");
  });

  test("hears that the person cancelled", async () => {
    const authority = await authorityForTest();
    const asked = clientOf(authority).acquireTokenInteractive({
      scopes,
      openBrowser: browser({ cancel: true }),
    });
    await expect(asked).rejects.toMatchObject({ errorCode: "access_denied" });
  });

  test("signs a guest in to the other tenant, as the same home account", async () => {
    const home = { id: "11111111-1111-4111-8111-111111111111", name: "contoso" };
    const host = { id: "22222222-2222-4222-8222-222222222222", name: "fabrikam" };
    const authority = await authorityForTest({
      config: {
        tenants: [home, host],
        users: [{ oid: "33333333-3333-4333-8333-333333333333", username: ADELE, guestOf: ["fabrikam"] }],
      },
    });
    const app = clientOf(authority, host.id);
    const { account, tenantId } = await app.acquireTokenInteractive({ scopes, openBrowser: browser() });
    expect(tenantId).toBe(host.id);
    expect(account?.homeAccountId).toBe(`33333333-3333-4333-8333-333333333333.${home.id}`);
  });

  test("is told by a policy to interact, and gets a token with the claims of the challenge", async () => {
    const authority = await authorityForTest();
    const app = clientOf(authority);
    const { account } = await app.acquireTokenInteractive({ scopes, openBrowser: browser() });
    if (account === null) throw new Error("there is no account");
    authority.directory.setPolicies([{ requireMfa: true }]);
    const refused: unknown = await app
      .acquireTokenSilent({ scopes, account, forceRefresh: true })
      .catch((error: unknown) => error);
    if (!(refused instanceof InteractionRequiredAuthError)) throw new TypeError("it was not refused");
    expect(JSON.parse(refused.claims)).toHaveProperty("access_token.capolids.essential", true);
    const repaired = await app.acquireTokenInteractive({
      scopes,
      account,
      claims: refused.claims,
      openBrowser: browser(),
    });
    expect(repaired.account?.username).toBe(account.username);
    const silent = await app.acquireTokenSilent({ scopes, account, forceRefresh: true });
    expect(silent.fromCache).toBe(false);
  });
});
