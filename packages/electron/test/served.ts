import { PublicClientApplication } from "@authbroker/core";
import {
  type AuthbrokerService,
  type BridgeError,
  serveAuthbroker,
  type ServeOptions,
} from "@authbroker/electron/main";
import { createEmulatedBroker, type EmulatedBroker, type EmulatedBrokerOptions } from "@authbroker/emulator";
import { expect } from "vitest";
import { type FakeElectron, fakeElectron, type FakePage } from "./fake-electron.js";

export const USER_READ = "https://graph.microsoft.com/User.Read";
export const MAIL_READ = "https://graph.microsoft.com/Mail.Read";

/** An application that serves its pages, with a broker of the emulator's and a fake Electron. */
export interface Served {
  readonly electron: FakeElectron;
  readonly emulated: EmulatedBroker;
  readonly client: PublicClientApplication;
  readonly service: AuthbrokerService;
  /** A page of the application's own. */
  readonly page: FakePage;
}

/** @param broker The emulator's options. */
export async function served(
  options: Partial<ServeOptions> = {},
  broker: EmulatedBrokerOptions = {},
): Promise<Served> {
  const emulated = createEmulatedBroker(broker);
  const client = await PublicClientApplication.create({
    auth: { clientId: emulated.clientId },
    broker: { implementation: emulated.broker, required: true },
  });
  const electron = fakeElectron();
  const { ipcMain, BrowserWindow } = electron;
  const service = serveAuthbroker(client, {
    ipcMain,
    BrowserWindow,
    origins: ["app://notes"],
    scopes: [USER_READ],
    ...options,
  });
  return { electron, emulated, client, service, page: electron.openPage() };
}

/** What a page's call rejects with. */
export async function rejected(call: Promise<unknown>): Promise<BridgeError> {
  const [settled] = await Promise.allSettled([call]);
  expect(settled.status).toBe("rejected");
  return (settled as PromiseRejectedResult).reason;
}
