import { type AccountInfo, PublicClientApplication } from "@authbroker/core";
import { expect, test } from "vitest";
import { CLIENT_ID } from "./fake-broker.js";
import { rejection } from "./rejection.js";
import { json, scriptedAuthority, tokens } from "./scripted-authority.js";

const ISSUER = "https://issuer.example/";
const EMAIL = "ines@contoso.example";
const scopes = ["User.Read"];

/** What the ID tokens of each service lack, and have instead. */
const SERVICES = [
  {
    service: "AD FS",
    authority: "https://adfs.contoso.example/adfs",
    claims: { tid: undefined, oid: undefined, preferred_username: undefined, sub: "adfs-sub", upn: EMAIL },
    answer: { client_info: undefined },
    tenantId: "",
  },
  {
    service: "B2C",
    authority: "https://contoso.b2clogin.com/contoso.onmicrosoft.com/b2c_1_sign_in",
    claims: { tid: undefined, preferred_username: undefined, tfp: "b2c_1_sign_in", emails: [EMAIL] },
    answer: {},
    tenantId: "b2c_1_sign_in",
  },
];

type Service = (typeof SERVICES)[number];

/** A client of a service, somebody who signed in in the browser, and how often the service was asked. */
async function signedIn({ authority, claims, answer }: Service): Promise<{
  readonly app: PublicClientApplication;
  readonly account: AccountInfo;
  readonly asked: () => number;
}> {
  const server = await scriptedAuthority();
  const app = await PublicClientApplication.create({
    auth: {
      clientId: CLIENT_ID,
      authority,
      knownAuthorities: [new URL(authority).host],
      authorityMetadata: JSON.stringify({ ...(JSON.parse(server.metadata) as object), issuer: ISSUER }),
    },
  });
  const signedInAt = { ...claims, iss: ISSUER };
  await app.acquireTokenInteractive({
    scopes,
    openBrowser: async (url) => {
      const { searchParams } = new URL(url);
      const given = (name: string): string => searchParams.get(name) ?? "";
      const nonce = given("nonce");
      server.script(
        json(200, tokens(server.base, { ...signedInAt, nonce }, answer)),
        json(200, tokens(server.base, signedInAt, { ...answer, access_token: "a refreshed one" })),
      );
      const body = new URLSearchParams({ code: "a code", state: given("state") });
      await fetch(given("redirect_uri"), { method: "POST", body });
    },
  });
  const [account] = await app.getAllAccounts();
  if (account === undefined) throw new Error("nobody signed in");
  return { app, account, asked: () => server.requests.length };
}

test.each(SERVICES)("a user of $service has a name, tokens of the cache, and refreshes", async (service) => {
  const { app, account, asked } = await signedIn(service);

  const cached = await app.acquireTokenSilent({ scopes, account });
  const refreshed = await app.acquireTokenSilent({ scopes, account, forceRefresh: true });

  expect(account).toMatchObject({ username: EMAIL, tenantId: service.tenantId, source: "cache" });
  expect(cached).toMatchObject({ route: "cache", fromCache: true, accessToken: "an access token" });
  expect(cached.account).toMatchObject({ homeAccountId: account.homeAccountId, username: EMAIL });
  expect(refreshed).toMatchObject({ route: "cache", fromCache: false, accessToken: "a refreshed one" });
  expect(asked()).toBe(2);
});

test.each(SERVICES)("a user of $service signs out", async (service) => {
  const { app, account } = await signedIn(service);

  await app.signOut({ account });

  await expect(app.getAllAccounts()).resolves.toStrictEqual([]);
  expect(await rejection(app.acquireTokenSilent({ scopes, account }))).toHaveProperty(
    "errorCode",
    expect.stringMatching(/^(?:interaction_required|no_account_found)$/),
  );
});
