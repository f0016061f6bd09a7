import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import { PublicClientApplication, redirectUris } from "@authbroker/core";
import { beforeAll, expect, test, vi } from "vitest";
import { clientId, emulated, SCOPES } from "./emulator.js";

const APP = "6f6e6f74-6573-4e6f-8465-73436f6e746f";

/** The redirect URI to register for Linux. */
const LINUX = redirectUris(APP).find(({ platform }) => platform === "linux")?.uri ?? "";

beforeAll(() => {
  vi.spyOn(os, "release").mockReturnValue("5.15.167.4-microsoft-standard-WSL2");
  syncBuiltinESMExports();
  return () => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  };
});

test("inside WSL a broker that runs there signs in with the redirect URI of Linux", async () => {
  const apps = [{ clientId: APP, name: "Contoso Notes", redirectUris: [LINUX] }];
  const emulator = await emulated({ config: { apps } });
  const app = await PublicClientApplication.create({
    auth: { clientId: clientId(emulator) },
    enableBrokerOnWsl: true,
  });
  expect(await app.acquireTokenInteractive({ scopes: SCOPES })).toMatchObject({
    route: "broker",
    account: { username: "adele@contoso.example" },
  });
});

test("inside WSL without a broker the probe says that Windows' cannot be reached from there", async () => {
  const emulator = await emulated();
  await emulator.broker.stop();
  const app = await PublicClientApplication.create({
    auth: { clientId: clientId(emulator) },
    enableBrokerOnWsl: true,
  });
  expect(await app.probeBroker()).toMatchObject({
    available: false,
    reason: "wsl",
    message: expect.stringContaining("Windows' broker cannot be reached"),
  });
});
