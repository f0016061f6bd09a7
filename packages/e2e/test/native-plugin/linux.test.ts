import { createNativeBrokerPlugin, type NativeBrokerPlugin } from "@authbroker/core";
import { type Emulator, startEmulator } from "@authbroker/emulator";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { MAJORS, type MsalClient, type MsalNode } from "./support/majors.js";
import { accountOf, ADELE, clientOf, interactive, SCOPES, signIn } from "./support/world.js";

let emulator: Emulator;
const before = process.env["DBUS_SESSION_BUS_ADDRESS"];

beforeAll(async () => {
  emulator = await startEmulator();
  process.env["DBUS_SESSION_BUS_ADDRESS"] = emulator.env["DBUS_SESSION_BUS_ADDRESS"];
});
afterEach(() => {
  emulator.broker.faults.clear();
  emulator.directory.signOut(ADELE);
});
afterAll(async () => {
  if (before === undefined) delete process.env["DBUS_SESSION_BUS_ADDRESS"];
  else process.env["DBUS_SESSION_BUS_ADDRESS"] = before;
  await emulator.stop();
});

/** A client over the Linux broker's own package, on the emulator's bus. */
async function onTheBus(msal: MsalNode): Promise<{ app: MsalClient; plugin: NativeBrokerPlugin }> {
  const plugin = await createNativeBrokerPlugin({ enableBrokerOnLinux: true, msalNode: msal });
  return { plugin, app: clientOf(msal, plugin, emulator.env["AUTHBROKER_CLIENT_ID"] ?? "") };
}

describe.each(MAJORS)("msal-node $major over the Linux broker", ({ msal }) => {
  test("signs in, gets tokens silently, lists, proves possession and signs out", async () => {
    const { app, plugin } = await onTheBus(msal);
    expect(plugin.probe).toMatchObject({ available: true, running: true });
    const first = await app.acquireTokenInteractive(interactive());
    const account = accountOf(first);
    expect(account.username).toBe(ADELE);
    const silent = await app.acquireTokenSilent({ scopes: SCOPES, account });
    expect(silent).toMatchObject({ tokenType: "Bearer", fromPlatformBroker: true });
    const renewed = await app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true });
    expect(renewed.accessToken).not.toBe(silent.accessToken);
    expect((await app.getAllAccounts()).map(({ username }) => username)).toEqual([ADELE]);
    const proof = await app.acquireTokenSilent({
      scopes: SCOPES,
      account,
      authenticationScheme: "pop",
      resourceRequestMethod: "GET",
      resourceRequestUri: "https://notes.example/v1",
    });
    expect(proof.tokenType).toBe("pop");
    await app.signOut({ account });
    expect(await app.getAllAccounts()).toEqual([]);
  });

  test.each([
    ["missing", { fault: "missing-field", field: "brokerTokenResponse.idToken" }],
    ["no JWT", { fault: "wrong-field", field: "brokerTokenResponse.idToken", value: "not.a-token" }],
    ["no text", { fault: "wrong-field", field: "brokerTokenResponse.idToken", value: 7 }],
  ] as const)("an ID token that is %s rejects the call", async (_, fault) => {
    const { app } = await onTheBus(msal);
    const account = await signIn(app);
    emulator.broker.faults.add(fault);
    const invalid = { errorCode: "broker_response_invalid" };
    await expect(app.acquireTokenSilent({ scopes: SCOPES, account })).rejects.toMatchObject(invalid);
    const call = app.acquireTokenInteractive(interactive());
    await expect(call).rejects.toMatchObject(invalid);
    await expect(call).rejects.toBeInstanceOf(msal.AuthError);
  });

  test("UserSwitched is an error, and no token of whoever signed in instead", async () => {
    const { app } = await onTheBus(msal);
    const account = await signIn(app);
    emulator.broker.faults.add({ fault: "status", value: 12, context: "another user" });
    const switched = { errorCode: "account_mismatch", broker: { status: "UserSwitched" } };
    await expect(app.acquireTokenSilent({ scopes: SCOPES, account })).rejects.toMatchObject(switched);
    await expect(app.acquireTokenInteractive(interactive({ account }))).rejects.toMatchObject(switched);
  });

  test("another user's token is discarded", async () => {
    const { app } = await onTheBus(msal);
    const account = await signIn(app);
    emulator.broker.faults.add({ fault: "wrong-identity" });
    await expect(app.acquireTokenSilent({ scopes: SCOPES, account })).rejects.toMatchObject({
      errorCode: "account_mismatch",
    });
  });

  test("a broker that never answers is not waited for, and the next call is served", async () => {
    const { app } = await onTheBus(msal);
    const account = await signIn(app);
    emulator.broker.faults.add({ fault: "no-reply", times: 1 });
    await expect(
      app.acquireTokenSilent({ scopes: SCOPES, account, signal: AbortSignal.timeout(20) }),
    ).rejects.toMatchObject({ errorCode: "request_aborted" });
    emulator.broker.faults.add({ fault: "status", value: 5, times: 1 });
    await expect(app.acquireTokenSilent({ scopes: SCOPES, account })).rejects.toBeInstanceOf(
      msal.ServerError,
    );
  });
});

test("a plugin on a bus without a broker says that there is none, and what to install", async () => {
  await emulator.broker.stop();
  const plugin = await createNativeBrokerPlugin({ enableBrokerOnLinux: true });
  await emulator.broker.start();
  expect(plugin.isBrokerAvailable).toBe(false);
  expect(plugin.probe).toMatchObject({
    reason: "broker_not_installed",
    fix: expect.stringContaining("microsoft-identity-broker"),
  });
});
