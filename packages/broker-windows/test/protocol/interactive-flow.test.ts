import type { InteractiveTokenRequest, TokenResponse } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { createWindowsBroker } from "../../src/broker.js";
import {
  entraAnswer,
  failedAnswer,
  INES,
  msaAnswer,
  PAT,
  rejection,
  tokenRequest,
  TOM,
  webAccount,
} from "./samples.js";
import { addonError, type Script, type ScriptedAddon, scriptedAddon } from "./scripted-addon.js";

const ORGANIZATIONS = "https://login.microsoftonline.com/organizations";
const CONSUMERS = "https://login.microsoftonline.com/consumers";

const acquire = (
  addon: ScriptedAddon,
  request: Partial<InteractiveTokenRequest> = {},
): Promise<TokenResponse> =>
  createWindowsBroker(() => addon).acquireTokenInteractive({ ...tokenRequest, ...request });

const operations = ({ started }: ScriptedAddon): string[] => started.map(({ operation }) => operation);

/** A Windows that has Ines under her id, and signs anybody in who is not asked for by one. */
const windowsOfInes: Partial<Script> = {
  findAccounts: () => ({ status: 0, accounts: [webAccount(INES)] }),
  getToken: ({ accountId }) => {
    if (accountId !== undefined && accountId !== INES.nativeAccountId) throw addonError("account_not_found");
    return entraAnswer();
  },
};

describe("an account of the request", () => {
  test("is asked for by its id, in one operation", async () => {
    const addon = scriptedAddon(windowsOfInes);
    expect((await acquire(addon, { account: INES, parentWindow: 7n })).account).toEqual(INES);
    expect(operations(addon)).toEqual(["getToken"]);
    expect(addon.tokenRequests).toMatchObject([
      { mode: "interactive", promptType: "default", accountId: INES.nativeAccountId, parentWindow: 7n },
    ]);
  });

  test("is looked for among the accounts of Windows before anybody is asked", async () => {
    const addon = scriptedAddon(windowsOfInes);
    await acquire(addon, { account: { ...INES, nativeAccountId: "o!u:another" } });
    expect(operations(addon)).toEqual(["getToken", "findAccounts", "getToken"]);
    expect(addon.tokenRequests[1]).toMatchObject({ promptType: "default", accountId: INES.nativeAccountId });
  });

  test("that Windows does not have is suggested to whoever signs in", async () => {
    const addon = scriptedAddon({ ...windowsOfInes, findAccounts: () => ({ status: 1, accounts: [] }) });
    await acquire(addon, { account: TOM });
    expect(addon.tokenRequests[1]).toMatchObject({
      promptType: "force_authentication",
      properties: { LoginHint: TOM.username, prompt: "select_account" },
    });
    expect(addon.tokenRequests[1]).not.toHaveProperty("accountId");
  });

  test("is not somebody new of the same tenant and name: the person signs in", async () => {
    const namesake = { ...TOM, username: INES.username };
    const addon = scriptedAddon({
      ...windowsOfInes,
      findAccounts: () => ({ status: 0, accounts: [webAccount(namesake)] }),
    });
    const token = await acquire(addon, { account: { ...INES, nativeAccountId: "o!u:another" } });
    expect(token.account).toEqual(INES);
    expect(addon.tokenRequests.map(({ accountId }) => accountId)).toEqual(["o!u:another", undefined]);
  });

  test.each(["login", "consent"] as const)("is the one that prompt %s is for", async (prompt) => {
    const addon = scriptedAddon(windowsOfInes);
    await acquire(addon, { account: INES, prompt });
    expect(addon.tokenRequests).toMatchObject([
      { promptType: "force_authentication", accountId: INES.nativeAccountId, properties: { prompt } },
    ]);
  });

  test.each(["select_account", "create"] as const)(
    "is none with prompt %s: the person says who",
    async (prompt) => {
      const addon = scriptedAddon(windowsOfInes);
      await acquire(addon, { account: INES, prompt, authority: ORGANIZATIONS });
      expect(operations(addon)).toEqual(["getToken"]);
      expect(addon.tokenRequests[0]).not.toHaveProperty("accountId");
      expect(addon.tokenRequests[0]?.properties).not.toHaveProperty("LoginHint");
    },
  );

  test("may be another than the one that answers, for the caller to compare", async () => {
    const addon = scriptedAddon({ getToken: () => ({ ...entraAnswer(TOM), status: 2 }) });
    expect((await acquire(addon, { account: INES })).account).toEqual(TOM);
  });
});

describe("a login hint", () => {
  test("names an account that Windows has", async () => {
    const addon = scriptedAddon(windowsOfInes);
    await acquire(addon, { loginHint: INES.username.toUpperCase(), authority: ORGANIZATIONS });
    expect(operations(addon)).toEqual(["findAccounts", "getToken"]);
    expect(addon.tokenRequests).toMatchObject([{ promptType: "default", accountId: INES.nativeAccountId }]);
  });

  test("is suggested where Windows has none of that name, or the person is to choose", async () => {
    const addon = scriptedAddon(windowsOfInes);
    await acquire(addon, { loginHint: TOM.username });
    await acquire(addon, { loginHint: TOM.username, prompt: "select_account" });
    expect(addon.tokenRequests.map(({ properties }) => properties["LoginHint"])).toEqual([
      TOM.username,
      TOM.username,
    ]);
  });

  test("that ends in an answer without a user is left out of a second try", async () => {
    const addon = scriptedAddon({
      getToken: ({ properties }) =>
        entraAnswer(INES, "LoginHint" in properties ? { wamcompat_id_token: "" } : {}),
    });
    expect((await acquire(addon, { loginHint: TOM.username })).account).toEqual(INES);
    expect(addon.tokenRequests.map(({ properties }) => properties["LoginHint"])).toEqual([
      TOM.username,
      undefined,
    ]);
  });

  test("is not tried without when the answer is an error, or has a user", async () => {
    const failing = scriptedAddon({ getToken: () => failedAnswer(1) });
    expect((await rejection(acquire(failing, { loginHint: TOM.username }))).errorCode).toBe("user_canceled");
    expect(failing.tokenRequests).toHaveLength(1);
    const good = scriptedAddon();
    await acquire(good, { loginHint: TOM.username });
    expect(good.tokenRequests).toHaveLength(1);
  });

  test("is tried without once only", async () => {
    const addon = scriptedAddon({ getToken: () => entraAnswer(INES, { wamcompat_id_token: "" }) });
    const error = await rejection(acquire(addon, { loginHint: TOM.username }));
    expect(error.errorCode).toBe("broker_response_invalid");
    expect(addon.tokenRequests).toHaveLength(2);
  });
});

describe("nobody in particular", () => {
  const personal: Partial<Script> = {
    findProvider: ({ provider: { id } }) => ({ id, displayName: "Windows", authority: "consumers" }),
    getToken: () => msaAnswer(),
  };

  test("chooses in the Entra plug-in where the authority is for work accounts", async () => {
    const addon = scriptedAddon();
    await acquire(addon, { authority: ORGANIZATIONS });
    expect(operations(addon)).toEqual(["getToken"]);
    expect(addon.tokenRequests).toMatchObject([
      { provider: { authority: "organizations" }, properties: { prompt: "select_account" } },
    ]);
  });

  test("chooses there as well where Windows was signed in with no personal account", async () => {
    const addon = scriptedAddon();
    await acquire(addon);
    expect(operations(addon)).toEqual(["findProvider", "getToken"]);
    expect(addon.tokenRequests).toMatchObject([{ provider: { authority: "organizations" } }]);
  });

  test("is the personal account of Windows where the authority is for all", async () => {
    const addon = scriptedAddon(personal);
    expect((await acquire(addon)).account).toEqual(PAT);
    expect(addon.tokenRequests).toMatchObject([
      { provider: { authority: "consumers" }, promptType: "default" },
    ]);
  });

  test("signs a new personal account in where Windows has none", async () => {
    const addon = scriptedAddon({ getToken: () => msaAnswer() });
    expect((await acquire(addon, { authority: CONSUMERS })).account).toEqual(PAT);
    expect(addon.tokenRequests).toMatchObject([
      { promptType: "force_authentication", properties: { Client_uiflow: "new_account" } },
    ]);
  });

  test("with a personal account does not sign in where the authority is for work accounts", async () => {
    const addon = scriptedAddon({ getToken: () => entraAnswer(PAT) });
    const error = await rejection(acquire(addon, { authority: ORGANIZATIONS }));
    expect(error.errorCode).toBe("account_mismatch");
    expect(error.message).toContain("personal account");
  });
});
