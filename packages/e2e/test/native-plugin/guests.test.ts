import type { AccountInfo } from "@azure/msal-node";
import { type Broker, createNativeBrokerPlugin, type TokenRequest } from "@authbroker/core";
import { createDirectory, createEmulatedBroker } from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import { MAJORS, type MsalClient } from "./support/majors.js";
import { accountOf, interactive, lastRequest, pluginWorld, SCOPES } from "./support/world.js";

const CONTOSO = "c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a";
const FABRIKAM = "fab00000-71c5-4a0d-9b1e-0a6f5d3c2b1a";
const GUEST = "adele@contoso.example";
const CORRELATION_ID = "3f5e7d9c-2b4a-4c6e-9f8d-0a1b2c3d4e5f";
const COMMON = "https://login.microsoftonline.com/common/";

/** Where Adele of Contoso is a guest of Fabrikam. */
const directory = createDirectory({
  tenants: [
    { id: CONTOSO, name: "contoso" },
    { id: FABRIKAM, name: "fabrikam" },
  ],
  users: [
    {
      oid: "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69",
      username: GUEST,
      name: "Adele",
      guestOf: ["fabrikam"],
    },
  ],
});

async function signInAt(app: MsalClient, tenant: string): Promise<AccountInfo> {
  const authority = `https://login.microsoftonline.com/${tenant}`;
  return accountOf(await app.acquireTokenInteractive(interactive({ authority, loginHint: GUEST })));
}

/** A broker that takes every account for that of its home tenant. */
function answeringFromHome(broker: Broker): Broker {
  const atHome = ({ account, ...request }: TokenRequest): TokenRequest => ({
    ...request,
    ...(account === undefined ? {} : { account: { ...account, tenantId: CONTOSO } }),
  });
  return {
    contractVersion: broker.contractVersion,
    platform: broker.platform,
    probe: (options) => broker.probe(options),
    getAccounts: (request, options) => broker.getAccounts(request, options),
    acquireTokenSilent: (request, options) => broker.acquireTokenSilent(atHome(request), options),
    acquireTokenInteractive: (request, options) => broker.acquireTokenInteractive(request, options),
    signOut: (request, options) => broker.signOut(request, options),
  };
}

describe.each(MAJORS)("a guest, with msal-node $major,", ({ msal }) => {
  test("has an account for each tenant, and the token of each, one after the other and at once", async () => {
    const { app, emulated } = await pluginWorld({ msal }, { emulator: { directory } });
    const accounts = [await signInAt(app, CONTOSO), await signInAt(app, FABRIKAM)];
    const silent = (account: AccountInfo): Promise<{ readonly tenantId: string }> =>
      app.acquireTokenSilent({ scopes: SCOPES, account });
    const one = [];
    for (const account of accounts) one.push((await silent(account)).tenantId);
    expect(one).toEqual([CONTOSO, FABRIKAM]);
    const both = await Promise.all(accounts.map(silent));
    expect(both.map(({ tenantId }) => tenantId)).toEqual([CONTOSO, FABRIKAM]);
    const ids = accounts.map(({ nativeAccountId }) => nativeAccountId);
    expect(new Set(ids).size).toBe(2);
    // To the broker both are the same person's.
    expect(lastRequest(emulated).account?.nativeAccountId).toBe(ids[0]);
  });

  test("is signed out by the account of either tenant", async () => {
    const { app, emulated } = await pluginWorld({ msal }, { emulator: { directory } });
    const account = await signInAt(app, FABRIKAM);
    await app.signOut({ account });
    expect(lastRequest(emulated).account?.homeAccountId).toBe(account.homeAccountId);
    expect(await app.getAllAccounts()).toEqual([]);
  });

  test.each(["common", "organizations"])(
    "is not given the home tenant's token for the guest's account by %s",
    async (tenant) => {
      const { app } = await pluginWorld({ msal }, { emulator: { directory }, broker: answeringFromHome });
      const account = await signInAt(app, FABRIKAM);
      const authority = `https://login.microsoftonline.com/${tenant}`;
      const call = app.acquireTokenSilent({ scopes: SCOPES, account, authority });
      await expect(call).rejects.toMatchObject({
        errorCode: "account_mismatch",
        hint: expect.stringContaining(`https://login.microsoftonline.com/${FABRIKAM}`),
      });
    },
  );

  test("cannot be made of the home tenant's account by writing another tenant in it", async () => {
    const { app } = await pluginWorld({ msal }, { emulator: { directory } });
    const account = { ...(await signInAt(app, CONTOSO)), tenantId: FABRIKAM };
    const call = app.acquireTokenSilent({ scopes: SCOPES, account });
    await expect(call).rejects.toThrow('"account.tenantId"');
  });
});

test("the plugin finds a guest's account by its id, and gets its token", async () => {
  const { broker, clientId } = createEmulatedBroker({ directory });
  const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker }, clientId });
  const request = {
    clientId,
    authority: COMMON,
    correlationId: CORRELATION_ID,
    redirectUri: "",
    scopes: SCOPES,
  };
  const { account } = await plugin.acquireTokenInteractive({
    ...request,
    authority: `https://login.microsoftonline.com/${FABRIKAM}/`,
    loginHint: GUEST,
  });
  const accountId = account?.nativeAccountId ?? "";
  const { localAccountId, tenantId } = await plugin.getAccountById(accountId, CORRELATION_ID);
  expect({ localAccountId, tenantId }).toEqual({
    localAccountId: account?.localAccountId,
    tenantId: FABRIKAM,
  });
  expect(await plugin.acquireTokenSilent({ ...request, accountId })).toMatchObject({ tenantId: FABRIKAM });
});
