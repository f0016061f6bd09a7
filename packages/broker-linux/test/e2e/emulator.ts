import { type AccountInfo, PublicClientApplication } from "@authbroker/core";
import { type Emulator, type EmulatorOptions, startEmulator } from "@authbroker/emulator";
import { onTestFinished } from "vitest";

/** A scope of a resource that the emulator's application has consent for. */
export const SCOPES = ["https://graph.microsoft.com/User.Read"];

/** An emulator on a bus of its own, which this process's session bus becomes until the test ends. */
export async function emulated(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  const before = process.env["DBUS_SESSION_BUS_ADDRESS"];
  useBus(emulator.env["DBUS_SESSION_BUS_ADDRESS"]);
  onTestFinished(async () => {
    useBus(before);
    await emulator.stop();
  });
  return emulator;
}

/** Makes an address this process's session bus. */
export function useBus(address: string | undefined): void {
  if (address === undefined) delete process.env["DBUS_SESSION_BUS_ADDRESS"];
  else process.env["DBUS_SESSION_BUS_ADDRESS"] = address;
}

/** A client of the emulator's application, as an application makes it. */
export function client(emulator: Emulator): Promise<PublicClientApplication> {
  return PublicClientApplication.create({
    auth: { clientId: clientId(emulator), authority: "https://login.microsoftonline.com/common" },
    enableBrokerOnLinux: true,
  });
}

/** A client with a user who has signed in. */
export async function signedIn(
  emulator: Emulator,
): Promise<{ app: PublicClientApplication; account: AccountInfo }> {
  const app = await client(emulator);
  const { account } = await app.acquireTokenInteractive({ scopes: SCOPES });
  if (account === null) throw new Error("the sign-in brought no account");
  return { app, account };
}

export function clientId(emulator: Emulator): string {
  const id = emulator.env["AUTHBROKER_CLIENT_ID"];
  if (id === undefined) throw new Error("the emulator names no application");
  return id;
}

/** The error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the promise did not reject");
}

/** A promise and what settles it. */
export function withResolvers<Value>(): {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
} {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
