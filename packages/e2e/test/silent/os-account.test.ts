import { PublicClientApplication } from "@authbroker/core";
import { startEmulator } from "@authbroker/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { ADELE, LEE, rejection, SCOPES } from "../support/browser-user.js";
import { startWorld } from "../support/sign-in-app.js";

const AUTHORITY = "https://login.microsoftonline.com/common";

/** Two people signed in on the machine, the second of them first. */
const SIGNED_IN = {
  users: [
    { oid: "ade1e000-5b0e-4d3a-8f6c-1e2d3c4b5a69", username: ADELE, signedIn: true },
    { oid: "1ee90000-2c7f-4b8e-a1d4-6f5e4d3c2b1a", username: LEE },
  ],
};

/** What can be asked, and who is signed in on the machine. */
interface Machine {
  readonly app: PublicClientApplication;
  signIn(username: string): void;
  signOut(username: string): void;
}

async function inProcess(): Promise<Machine> {
  const { emulated, createApp } = await startWorld(SIGNED_IN);
  const { directory } = emulated;
  return {
    app: await createApp(),
    signIn: (username) => directory.signIn(username),
    signOut: (username) => directory.signOut(username),
  };
}

async function onTheBus(): Promise<Machine> {
  const emulator = await startEmulator({ config: SIGNED_IN, authority: false });
  const before = process.env["DBUS_SESSION_BUS_ADDRESS"];
  process.env["DBUS_SESSION_BUS_ADDRESS"] = emulator.env["DBUS_SESSION_BUS_ADDRESS"];
  onTestFinished(async () => {
    if (before === undefined) delete process.env["DBUS_SESSION_BUS_ADDRESS"];
    else process.env["DBUS_SESSION_BUS_ADDRESS"] = before;
    await emulator.stop();
  });
  const { directory } = emulator;
  const auth = { clientId: directory.apps[0]?.clientId ?? "", authority: AUTHORITY };
  return {
    app: await PublicClientApplication.create({ auth, enableBrokerOnLinux: true }),
    signIn: (username) => directory.signIn(username),
    signOut: (username) => directory.signOut(username),
  };
}

describe.each([
  ["in process", inProcess],
  ["on the bus", onTheBus],
])('account "os", at a broker %s', (_name, setUp) => {
  test("is whoever is the broker's default account, with the account's own answer", async () => {
    const { app } = await setUp();
    const result = await app.acquireTokenSilent({ scopes: SCOPES, account: "os" });
    expect(result).toMatchObject({ route: "broker", account: { username: ADELE, source: "broker" } });
    expect(result.routeReason).toContain("default account");
    const [account] = await app.getAllAccounts();
    expect(result.account?.homeAccountId).toBe(account?.homeAccountId);
  });

  test("is somebody else once the default account has signed out", async () => {
    const { app, signIn, signOut } = await setUp();
    signIn(LEE);
    expect((await app.acquireTokenSilent({ scopes: SCOPES, account: "os" })).account?.username).toBe(ADELE);
    signOut(ADELE);
    expect((await app.acquireTokenSilent({ scopes: SCOPES, account: "os" })).account?.username).toBe(LEE);
  });

  test("asks for a sign-in where nobody is signed in", async () => {
    const { app, signOut } = await setUp();
    signOut(ADELE);
    const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account: "os" }));
    expect(error.errorCode).toMatch(/^(interaction_required|no_account_found)$/);
  });

  test("and a named account at the same time are each their own", async () => {
    const { app, signIn } = await setUp();
    signIn(LEE);
    const lee = (await app.getAllAccounts()).find(({ username }) => username === LEE);
    if (lee === undefined) throw new Error("Lee is not signed in");
    const [os, named] = await Promise.all([
      app.acquireTokenSilent({ scopes: SCOPES, account: "os" }),
      app.acquireTokenSilent({ scopes: SCOPES, account: lee }),
    ]);
    expect([os.account?.username, named.account?.username]).toEqual([ADELE, LEE]);
  });
});

test('account "os" is never answered from the cache', async () => {
  const { authority, createApp } = await startWorld();
  const app = await createApp({ broker: {} });
  const error = await rejection(app.acquireTokenSilent({ scopes: SCOPES, account: "os" }));
  expect(error.errorCode).toBe("route_unavailable");
  expect(authority.requests).toEqual([]);
});
