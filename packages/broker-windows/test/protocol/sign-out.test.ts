import type { BrokerAccount } from "@authbroker/core";
import { expect, test } from "vitest";
import { createWindowsBroker } from "../../src/broker.js";
import { CLIENT_ID, CORRELATION_ID, INES, PAT, REDIRECT_URI, rejection, TOM, webAccount } from "./samples.js";
import { addonError, type ScriptedAddon, scriptedAddon } from "./scripted-addon.js";

const signOut = (addon: ScriptedAddon, account: BrokerAccount): Promise<void> =>
  createWindowsBroker(() => addon).signOut({
    clientId: CLIENT_ID,
    redirectUri: REDIRECT_URI,
    correlationId: CORRELATION_ID,
    account,
  });

test.each([
  [INES, "organizations"],
  [PAT, "consumers"],
])("an account is signed out of this application at its plug-in", async (account, authority) => {
  const addon = scriptedAddon({ signOut: () => {} });
  await signOut(addon, account);
  expect(addon.started).toMatchObject([
    {
      operation: "signOut",
      request: {
        provider: { id: "https://login.microsoft.com", authority },
        clientId: CLIENT_ID,
        accountId: account.nativeAccountId,
      },
    },
  ]);
});

test("an account that Windows has under another id is signed out by that", async () => {
  const addon = scriptedAddon({
    findAccounts: () => ({ status: 0, accounts: [webAccount(INES)] }),
    signOut: ({ accountId }) => {
      if (accountId !== INES.nativeAccountId) throw addonError("account_not_found");
    },
  });
  await signOut(addon, { ...INES, nativeAccountId: "o!u:another" });
  expect(addon.started.map(({ operation }) => operation)).toEqual(["signOut", "findAccounts", "signOut"]);
});

test("an account that Windows does not have is signed out already", async () => {
  const addon = scriptedAddon();
  await signOut(addon, INES);
  expect(addon.started.map(({ operation }) => operation)).toEqual(["signOut", "findAccounts"]);
});

test("somebody new of the same tenant and name is not signed out", async () => {
  const namesake = { ...TOM, username: INES.username };
  const addon = scriptedAddon({ findAccounts: () => ({ status: 0, accounts: [webAccount(namesake)] }) });
  await signOut(addon, INES);
  expect(addon.started.map(({ operation }) => operation)).toEqual(["signOut", "findAccounts"]);
});

test("an account that Windows keeps says whose it may be", async () => {
  const addon = scriptedAddon({
    signOut: () => {
      throw addonError("operation_failed", { hresult: 0x80004005 });
    },
  });
  const error = await rejection(signOut(addon, INES));
  expect(error.errorCode).toBe("platform_broker_error");
  expect(error.message).toContain("SignOutAsync answered 0x80004005");
  expect(error.hint).toMatch(/account that Windows was signed in with.+Settings/);
});
