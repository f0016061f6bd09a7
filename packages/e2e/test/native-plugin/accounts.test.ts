import { createNativeBrokerPlugin } from "@authbroker/core";
import { createEmulatedBroker } from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import { MAJORS } from "./support/majors.js";
import {
  accountOf,
  ADELE,
  asked,
  interactive,
  lastRequest,
  LEE,
  pluginWorld,
  SCOPES,
  signIn,
  withoutBroker,
} from "./support/world.js";

const CORRELATION_ID = "1d2c3b4a-5f6e-4d7c-8b9a-0f1e2d3c4b5a";

describe.each(MAJORS)("msal-node $major", ({ msal }) => {
  test("signs an account of the broker's out, by its id", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = await signIn(app);
    await app.signOut({ account, correlationId: CORRELATION_ID });
    expect(lastRequest(emulated)).toMatchObject({
      account: { nativeAccountId: account.nativeAccountId, homeAccountId: account.homeAccountId },
      correlationId: CORRELATION_ID,
    });
    expect(await app.getAllAccounts()).toEqual([]);
    await expect(app.acquireTokenSilent({ scopes: SCOPES, account })).rejects.toBeInstanceOf(msal.AuthError);
  });

  test("signs an account that is not the broker's out without the broker", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = withoutBroker(await signIn(app));
    await app.signOut({ account });
    expect(asked(emulated)).toEqual(["acquireTokenInteractive"]);
  });

  test("says that an account to sign out is not there", async () => {
    const { app } = await pluginWorld({ msal });
    const account = await signIn(app);
    await app.signOut({ account });
    const again = app.signOut({ account });
    await expect(again).rejects.toBeInstanceOf(msal.ClientAuthError);
    await expect(again).rejects.toMatchObject({ errorCode: "no_account_found" });
  });

  test("gets each of two users the own token, at the same time", async () => {
    const { app } = await pluginWorld({ msal });
    const accounts = [await signIn(app, ADELE), await signIn(app, LEE)];
    const results = await Promise.all(
      accounts.map((account) => app.acquireTokenSilent({ scopes: SCOPES, account })),
    );
    expect(results.map((result) => accountOf(result).username)).toEqual([ADELE, LEE]);
    expect(new Set(results.map(({ accessToken }) => accessToken)).size).toBe(2);
  });

  test("asks the broker once for identical silent calls at the same time", async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = await signIn(app);
    const results = await Promise.all(
      [1, 2, 3].map(() => app.acquireTokenSilent({ scopes: SCOPES, account })),
    );
    expect(asked(emulated)).toEqual(["acquireTokenInteractive", "acquireTokenSilent"]);
    expect(new Set(results.map(({ correlationId }) => correlationId)).size).toBe(3);
  });

  test('gets a token of the default account with prompt: "none", without a window', async () => {
    const { app, emulated } = await pluginWorld({ msal });
    emulated.directory.signIn(LEE);
    const result = await app.acquireTokenInteractive(interactive({ prompt: "none" }));
    expect(accountOf(result).username).toBe(LEE);
    expect(asked(emulated)).toEqual(["acquireTokenSilent"]);
  });

  test('gets a token of the account asked for with prompt: "none"', async () => {
    const { app, emulated } = await pluginWorld({ msal });
    const account = await signIn(app, ADELE);
    emulated.directory.signIn(LEE);
    const result = await app.acquireTokenInteractive(interactive({ prompt: "none", account }));
    expect(accountOf(result).username).toBe(ADELE);
    expect(asked(emulated)).toEqual(["acquireTokenInteractive", "acquireTokenSilent"]);
  });

  test('says that a person is needed when prompt is "none" and nobody is signed in', async () => {
    const { app } = await pluginWorld({ msal });
    const call = app.acquireTokenInteractive(interactive({ prompt: "none" }));
    await expect(call).rejects.toBeInstanceOf(msal.InteractionRequiredAuthError);
  });
});

describe("the plugin itself", () => {
  test("finds an account by its id, for the application that the option or the last call names", async () => {
    const { broker, clientId, directory } = createEmulatedBroker();
    directory.signIn(ADELE);
    const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
    await expect(plugin.getAccountById("unknown", CORRELATION_ID)).rejects.toThrow('"clientId"');
    const [account] = await plugin.getAllAccounts(clientId, CORRELATION_ID);
    const id = account?.nativeAccountId ?? "";
    expect(await plugin.getAccountById(id, CORRELATION_ID)).toEqual(account);
    const named = await createNativeBrokerPlugin({ broker: { implementation: broker }, clientId });
    expect(await named.getAccountById(id, CORRELATION_ID)).toEqual(account);
    await expect(named.getAccountById("unknown", CORRELATION_ID)).rejects.toMatchObject({
      name: "ClientAuthError",
      errorCode: "no_account_found",
    });
  });

  test("takes an account by its id alone, and refuses two different ones", async () => {
    const { broker, clientId, directory, requests } = createEmulatedBroker();
    directory.signIn(ADELE);
    directory.signIn(LEE);
    const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
    const accounts = await plugin.getAllAccounts(clientId, CORRELATION_ID);
    const [adele, lee] = accounts;
    const request = {
      clientId,
      authority: "https://login.microsoftonline.com/common/",
      correlationId: CORRELATION_ID,
      redirectUri: "",
      scopes: SCOPES,
      accountId: lee?.nativeAccountId ?? "",
    };
    for (const call of [plugin.acquireTokenSilent(request), plugin.acquireTokenInteractive(request)]) {
      expect(accountOf(await call).username).toBe(LEE);
    }
    const before = requests.length;
    await expect(
      plugin.acquireTokenSilent(Object.assign({}, request, { account: adele })),
    ).rejects.toBeInstanceOf(TypeError);
    await expect(plugin.acquireTokenSilent({ ...request, accountId: "unknown" })).rejects.toMatchObject({
      errorCode: "no_account_found",
    });
    expect(requests.slice(before).map(({ method }) => method)).toEqual(["getAccounts"]);
  });

  test("takes a silent request that names nobody for the default account", async () => {
    const { broker, clientId, directory } = createEmulatedBroker();
    directory.signIn(LEE);
    const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
    const result = await plugin.acquireTokenSilent({
      clientId,
      authority: "https://login.microsoftonline.com/common/",
      correlationId: CORRELATION_ID,
      redirectUri: "",
      scopes: SCOPES,
    });
    expect(accountOf(result).username).toBe(LEE);
  });
});
