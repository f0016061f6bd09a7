import { EventEmitter } from "node:events";
import type { BrokerAccount, TokenRequest } from "@authbroker/core";
import { expect, test } from "vitest";
import { createLinuxBroker } from "../../src/broker.js";
import { client, clientId, emulated, rejection, SCOPES, signedIn, useBus } from "./emulator.js";

/** What an application without core asks the broker for. */
async function request(emulator: Awaited<ReturnType<typeof emulated>>): Promise<TokenRequest> {
  await signedIn(emulator);
  const base = {
    clientId: clientId(emulator),
    redirectUri: "https://login.microsoftonline.com/common/oauth2/nativeclient",
    correlationId: "0f8fad5b-d9cb-469f-a165-70867728950e",
  };
  const [account] = await createLinuxBroker().getAccounts(base);
  return {
    ...base,
    authority: "https://login.microsoftonline.com/common",
    scopes: SCOPES,
    account: one(account),
  };
}

function one(account: BrokerAccount | undefined): BrokerAccount {
  if (account === undefined) throw new Error("nobody is signed in");
  return account;
}

test("an aborted signal ends a call before anything is sent", async () => {
  const emulator = await emulated();
  const asked = await request(emulator);
  const sent = emulator.broker.requests.length;
  const signal = AbortSignal.abort(new Error("not needed any more"));
  const broker = createLinuxBroker();
  for (const call of [
    broker.acquireTokenSilent(asked, { signal }),
    broker.acquireTokenInteractive(asked, { signal }),
    broker.getAccounts(asked, { signal }),
  ]) {
    expect(await rejection(call)).toMatchObject({
      errorCode: "request_aborted",
      cause: { message: "not needed any more" },
    });
  }
  expect(emulator.broker.requests).toHaveLength(sent);
});

test("one signal ends a hundred calls and probes, with one listener on it", async () => {
  const emulator = await emulated();
  const asked = await request(emulator);
  emulator.broker.faults.add({ fault: "no-reply", method: "acquireTokenSilently" });
  emulator.broker.faults.add({ fault: "no-reply", method: "getLinuxBrokerVersion" });
  const sent = emulator.broker.requests.length;
  const broker = createLinuxBroker();
  const abort = new AbortController();
  const { signal } = abort;
  const fifty = Array.from({ length: 50 });
  const calls = fifty.map(() => rejection(broker.acquireTokenSilent(asked, { signal })));
  const probes = fifty.map(() => broker.probe({ signal, timeoutMs: 30_000 }));
  await expect.poll(() => emulator.broker.requests.length - sent).toBe(100);
  expect(EventEmitter.getEventListeners(signal, "abort")).toHaveLength(1);
  abort.abort();
  expect(await Promise.all(calls)).toEqual(
    fifty.map(() => expect.objectContaining({ errorCode: "request_aborted" })),
  );
  expect(await Promise.all(probes)).toEqual(fifty.map(() => expect.objectContaining({ available: false })));
  expect(EventEmitter.getEventListeners(signal, "abort")).toHaveLength(0);
});

test("a time limit is for the whole call, however many calls on the bus it takes", async () => {
  const emulator = await emulated();
  const asked = await request(emulator);
  emulator.broker.faults.add({ fault: "late-reply", delayMs: 600, method: "acquireTokenSilently" });
  const call = createLinuxBroker().acquireTokenSilent({ ...asked, forceRefresh: true }, { timeoutMs: 1000 });
  expect(await rejection(call)).toMatchObject({
    errorCode: "request_timeout",
    message: expect.stringContaining("1000 ms"),
  });
});

test("every method goes on after the bus was restarted unnoticed", async () => {
  const emulator = await emulated();
  const { app, account } = await signedIn(emulator);
  const restart = async (): Promise<void> => {
    await emulator.bus?.kill();
    await emulator.bus?.restart();
    await emulator.broker.start();
  };
  await restart();
  expect(await app.probeBroker()).toMatchObject({ available: true });
  await restart();
  expect((await app.acquireTokenInteractive({ scopes: SCOPES })).route).toBe("broker");
  await restart();
  await expect(app.signOut({ account })).resolves.toBeUndefined();
});

test("the session follows a change of the bus's address, and keeps no connection to the old one", async () => {
  const first = await emulated();
  const second = await emulated({ config: { users: [lee] } });
  const app = await client(second);
  expect((await app.acquireTokenInteractive({ scopes: SCOPES })).account?.username).toBe(lee.username);
  useBus(first.env["DBUS_SESSION_BUS_ADDRESS"]);
  expect((await app.acquireTokenInteractive({ scopes: SCOPES })).account?.username).toBe(
    "adele@contoso.example",
  );
  useBus(second.env["DBUS_SESSION_BUS_ADDRESS"]);
  expect(await app.getAllAccounts()).toMatchObject([{ username: lee.username }]);
});

test("a D-Bus error is quoted once, by its name and its text", async () => {
  const emulator = await emulated();
  const { app } = await signedIn(emulator);
  const name = "org.freedesktop.DBus.Error.AccessDenied";
  emulator.broker.faults.add({ fault: "dbus-error", method: "getAccounts", name, text: "not you" });
  expect(await rejection(app.getAllAccounts())).toMatchObject({
    broker: { status: name, context: "not you" },
    errorMessage: `the broker answered getAccounts with a D-Bus error (context=not you status=${name})`,
  });
});

const lee = {
  oid: "1ee90000-2c7f-4b8e-a1d4-6f5e4d3c2b1a",
  username: "lee@contoso.example",
  name: "Lee Gu",
};
