import { PublicClientApplication } from "@authbroker/core";
import { type Emulator, signInWith, startEmulator } from "@authbroker/emulator";
import { expect, onTestFinished, test, vi } from "vitest";
import { rejection } from "../support/browser-user.js";
import { ADELE, SCOPES } from "../support/stage.js";

test("a broker that is killed and comes back is noticed by the next call, each time", async () => {
  const { app, emulator, openBrowser } = await withBus();
  const signIn = async (): Promise<readonly [string, string]> => {
    const { route, routeReason } = await app.acquireTokenInteractive({ scopes: SCOPES, openBrowser });
    return [route, routeReason];
  };

  expect(await signIn()).toEqual(["broker", "the broker is available"]);
  await emulator.broker.crash();
  expect(await signIn()).toEqual(["browser", expect.stringContaining("(broker_not_installed)")]);
  await emulator.broker.start();
  expect(await signIn()).toEqual(["broker", "the broker is available"]);
});

test("a broker that is killed with its window open hands the call over to the browser", async () => {
  const { app, emulator, openBrowser } = await withBus();
  emulator.broker.faults.add({ fault: "exit", method: "acquireTokenInteractively", times: 1 });
  const { route, routeReason } = await app.acquireTokenInteractive({ scopes: SCOPES, openBrowser });
  expect([route, routeReason]).toEqual(["browser", expect.stringContaining("(broker_gone)")]);
});

test("accounts wait for their own source while the other serves, and each is served when it is back", async () => {
  const { app, emulator, openBrowser } = await withBus();
  const ofBroker = await app.acquireTokenInteractive({ scopes: SCOPES, openBrowser });
  await emulator.broker.crash();
  const ofBrowser = await app.acquireTokenInteractive({ scopes: SCOPES, openBrowser });
  if (ofBroker.account === null || ofBrowser.account === null) throw new Error("no account");

  const gone = rejection(app.acquireTokenSilent({ scopes: SCOPES, account: ofBroker.account }));
  expect(await gone).toMatchObject({ errorCode: "broker_unavailable", retryable: true });
  const cached = await app.acquireTokenSilent({ scopes: SCOPES, account: ofBrowser.account });
  expect([cached.route, cached.fromCache]).toEqual(["cache", true]);
  expect((await app.getAllAccounts()).map(({ source }) => source)).toEqual(["cache"]);

  await emulator.broker.start();
  const back = await app.acquireTokenSilent({ scopes: SCOPES, account: ofBroker.account });
  expect([back.route, back.account?.username]).toEqual(["broker", ADELE]);
  expect((await app.getAllAccounts()).map(({ source }) => source)).toEqual(["broker"]);
});

/** An emulator on a bus of its own, a client that has the native addon and nothing else, and a person. */
async function withBus(): Promise<{
  readonly app: PublicClientApplication;
  readonly emulator: Emulator;
  readonly openBrowser: (url: string) => Promise<void>;
}> {
  const emulator = await startEmulator();
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", emulator.env["DBUS_SESSION_BUS_ADDRESS"]);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await emulator.stop();
  });
  const app = await PublicClientApplication.create({
    auth: {
      clientId: emulator.env["AUTHBROKER_CLIENT_ID"] ?? "",
      authorityMetadata: JSON.stringify(emulator.authority?.metadata()),
    },
    enableBrokerOnLinux: true,
    enableBrokerOnWsl: true,
  });
  const openBrowser = async (url: string): Promise<void> => {
    await signInWith(url, { user: ADELE });
  };
  return { app, emulator, openBrowser };
}
