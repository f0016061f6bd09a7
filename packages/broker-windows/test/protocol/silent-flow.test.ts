import type { TokenRequest, TokenResponse } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { createWindowsBroker } from "../../src/broker.js";
import {
  entraAnswer,
  failedAnswer,
  INES,
  msaAnswer,
  OTHER_TENANT_ID,
  PAT,
  rejection,
  tokenRequest,
  TOM,
  webAccount,
} from "./samples.js";
import { addonError, type Script, type ScriptedAddon, scriptedAddon } from "./scripted-addon.js";

const ORGANIZATIONS = "https://login.microsoftonline.com/organizations";
const WINDOWS_ACCOUNT = "https://login.windows.local";

const acquire = (addon: ScriptedAddon, request: Partial<TokenRequest> = {}): Promise<TokenResponse> =>
  createWindowsBroker(() => addon).acquireTokenSilent({ ...tokenRequest, ...request });

const operations = ({ started }: ScriptedAddon): string[] => started.map(({ operation }) => operation);

/** A Windows that has accounts under ids of its own, and gives a token to those ids only. */
const windowsWith = (...accounts: readonly (typeof INES)[]): Partial<Script> => ({
  findAccounts: () => ({ status: 0, accounts: accounts.map((account) => webAccount(account)) }),
  getToken: ({ accountId }) => {
    const account = accounts.find(({ nativeAccountId }) => nativeAccountId === accountId);
    if (account === undefined) throw addonError("account_not_found");
    return entraAnswer(account);
  },
});

describe("an account", () => {
  test("is asked for by its id, in one operation", async () => {
    const addon = scriptedAddon(windowsWith(INES, TOM));
    expect(await acquire(addon, { account: INES })).toMatchObject({ account: INES });
    expect(operations(addon)).toEqual(["getToken"]);
    expect(addon.tokenRequests).toMatchObject([{ mode: "silent", accountId: INES.nativeAccountId }]);
  });

  test("is found by its home account id, in any case, where Windows has it under another id", async () => {
    const renamed = {
      ...INES,
      nativeAccountId: "o!u:another",
      homeAccountId: INES.homeAccountId.toUpperCase(),
    };
    const addon = scriptedAddon(windowsWith(TOM, INES));
    const token = await acquire(addon, { account: { ...renamed, username: TOM.username } });
    expect(token.account).toEqual(INES);
    expect(operations(addon)).toEqual(["getToken", "findAccounts", "getToken"]);
    expect(addon.tokenRequests.map(({ accountId }) => accountId)).toEqual([
      "o!u:another",
      INES.nativeAccountId,
    ]);
  });

  test("is found by its user name, in any case, where Windows knows it as a guest", async () => {
    const guest = {
      ...INES,
      localAccountId: "99999999-9999-4999-8999-999999999999",
      tenantId: OTHER_TENANT_ID,
    };
    const account = { ...INES, nativeAccountId: "o!u:another", username: "INES@Contoso.Example" };
    const addon = scriptedAddon({
      ...windowsWith(INES),
      findAccounts: () => ({ status: 0, accounts: [webAccount(TOM), webAccount(guest)] }),
    });
    expect((await acquire(addon, { account })).account).toEqual(INES);
  });

  test("that Windows does not have is not found, and no other is taken for it", async () => {
    const addon = scriptedAddon(windowsWith(TOM));
    const error = await rejection(acquire(addon, { account: INES }));
    expect(error.errorCode).toBe("no_account_found");
    expect(error.hint).toContain("acquireTokenInteractive");
    expect(operations(addon)).toEqual(["getToken", "findAccounts"]);
  });

  test("that is listed and cannot be found by its id is not asked for twice", async () => {
    const addon = scriptedAddon({ findAccounts: () => ({ status: 0, accounts: [webAccount(INES)] }) });
    expect((await rejection(acquire(addon, { account: INES }))).errorCode).toBe("no_account_found");
    expect(operations(addon)).toEqual(["getToken", "findAccounts"]);
  });

  test.each([1, 2, 3, 9])("is not found where Windows does not list any (status %i)", async (status) => {
    const addon = scriptedAddon({ findAccounts: () => ({ status, accounts: [] }) });
    expect((await rejection(acquire(addon, { account: INES }))).errorCode).toBe("no_account_found");
  });

  test("whose properties or name are empty is nobody's match", async () => {
    const nameless = { id: "x", userName: "", state: 0, properties: { OID: "", TenantId: "" } };
    const addon = scriptedAddon({ findAccounts: () => ({ status: 0, accounts: [nameless] }) });
    const account = { ...INES, username: "", homeAccountId: "." };
    expect((await rejection(acquire(addon, { account }))).errorCode).toBe("no_account_found");
  });

  test("that is personal is the MSA plug-in's", async () => {
    const addon = scriptedAddon({ getToken: () => msaAnswer() });
    expect((await acquire(addon, { account: PAT })).account).toEqual(PAT);
    expect(addon.tokenRequests).toMatchObject([{ provider: { authority: "consumers" } }]);
  });

  test("comes back as the one that answered, for the caller to compare", async () => {
    const addon = scriptedAddon({ getToken: () => ({ ...entraAnswer(TOM), status: 2 }) });
    expect((await acquire(addon, { account: INES })).account).toEqual(TOM);
  });
});

describe("without an account", () => {
  const signedIn = (authority: string): Partial<Script> => ({
    findProvider: ({ provider }) => ({ id: provider.id, displayName: "Windows", authority }),
  });

  test("the account of Windows is taken", async () => {
    const addon = scriptedAddon({ ...signedIn("organizations"), getToken: () => entraAnswer() });
    expect((await acquire(addon)).account).toEqual(INES);
    expect(addon.started).toMatchObject([
      { operation: "findProvider", request: { provider: { id: WINDOWS_ACCOUNT } } },
      { operation: "getToken", request: { mode: "silent", provider: { authority: "organizations" } } },
    ]);
    expect(addon.tokenRequests[0]).not.toHaveProperty("accountId");
  });

  test("a personal account of Windows is taken where the authority is for all", async () => {
    const addon = scriptedAddon({ ...signedIn("consumers"), getToken: () => msaAnswer() });
    expect((await acquire(addon)).account).toEqual(PAT);
    expect(addon.tokenRequests).toMatchObject([{ provider: { authority: "consumers" } }]);
  });

  test("a personal account of Windows is not taken where the authority is for work accounts", async () => {
    const addon = scriptedAddon({ ...signedIn("consumers"), getToken: () => failedAnswer(3) });
    const error = await rejection(acquire(addon, { authority: ORGANIZATIONS }));
    expect(error.errorCode).toBe("interaction_required");
    expect(addon.tokenRequests).toMatchObject([{ provider: { authority: "organizations" } }]);
  });

  test("a Windows that was signed in with none needs the person", async () => {
    const addon = scriptedAddon();
    const error = await rejection(acquire(addon));
    expect(error.errorCode).toBe("interaction_required");
    expect(error.message).toContain("Windows itself was signed in with no");
    expect(operations(addon)).toEqual(["findProvider"]);
  });
});

describe("with a login hint and no account", () => {
  test("the account of that name is taken", async () => {
    const addon = scriptedAddon(windowsWith(INES, TOM));
    const token = await acquire(addon, { loginHint: "Tom@Contoso.example", authority: ORGANIZATIONS });
    expect(token.account).toEqual(TOM);
    expect(operations(addon)).toEqual(["findAccounts", "getToken"]);
  });

  test("an account of another name is not", async () => {
    const addon = scriptedAddon(windowsWith(INES));
    const error = await rejection(acquire(addon, { loginHint: TOM.username }));
    expect(error.errorCode).toBe("interaction_required");
    expect(error.message).toContain("login hint");
    expect(error.message).not.toContain(TOM.username);
    expect(addon.tokenRequests).toEqual([]);
  });
});

test("a provider that is not there makes the broker unavailable", async () => {
  const addon = scriptedAddon({
    getToken: () => {
      throw addonError("provider_not_found");
    },
  });
  const error = await rejection(acquire(addon, { account: INES }));
  expect(error.errorCode).toBe("broker_unavailable");
  expect(error.hint).toContain("policy");
});
