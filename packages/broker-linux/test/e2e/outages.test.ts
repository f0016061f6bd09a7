import { type Message, NameFlag, sessionBus } from "@jellybrick/dbus-next";
import { expect, onTestFinished, test } from "vitest";
import { BROKER_NAME } from "../../src/protocol.js";
import { client, emulated, rejection, SCOPES, signedIn, withResolvers } from "./emulator.js";

test("a broker that is killed in mid call fails it at once, and serves again when it is back", async () => {
  const emulator = await emulated();
  const { app, account } = await signedIn(emulator);
  emulator.broker.faults.add({ fault: "no-reply", times: 3 });
  // Calls for the same would be one call.
  const pending = ["Mail.Read", "Files.Read", "Tasks.Read"].map((scope) =>
    rejection(app.acquireTokenSilent({ scopes: [scope], account })),
  );
  await arrived(emulator, 3);
  await emulator.broker.crash();
  for (const error of await Promise.all(pending)) {
    expect(error).toMatchObject({ errorCode: "broker_unavailable", retryable: true });
  }

  await emulator.broker.start();
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).route).toBe("broker");
});

test("a broker that is installed and not running is started by the first call", async () => {
  const emulator = await emulated({ activation: true, startBroker: false });
  const app = await client(emulator);
  expect(await app.getAllAccounts()).toEqual([]);
});

test("a bus that is killed in mid call fails it at once, and serves again when it is back", async () => {
  const emulator = await emulated();
  const { app, account } = await signedIn(emulator);
  emulator.broker.faults.add({ fault: "no-reply", times: 1 });
  const pending = rejection(app.acquireTokenSilent({ scopes: SCOPES, account }));
  await arrived(emulator, 1);
  await emulator.bus?.kill();
  expect(await pending).toMatchObject({ errorCode: "broker_unavailable" });
  expect(await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }))).toMatchObject({
    errorCode: "broker_unavailable",
  });

  await emulator.bus?.restart();
  await emulator.broker.start();
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).route).toBe("broker");
});

test("a bus that was restarted between two calls is not noticed by the caller", async () => {
  const emulator = await emulated();
  const { app, account } = await signedIn(emulator);
  await emulator.bus?.kill();
  await emulator.bus?.restart();
  await emulator.broker.start();
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).route).toBe("broker");
});

test("a broker that gives up its name ends the call that waits for a person, and no other's", async () => {
  const emulator = await emulated({ startBroker: false });
  const app = await client(emulator);
  const leaving = await silentBroker(emulator);
  const first = rejection(app.acquireTokenInteractive({ scopes: SCOPES }));
  await leaving.called;
  await leaving.releaseName();
  const staying = await silentBroker(emulator);
  const controller = new AbortController();
  const { signal } = controller;
  const second = rejection(app.acquireTokenInteractive({ scopes: SCOPES, signal }));
  expect(await first).toMatchObject({
    errorCode: "broker_unavailable",
    message: expect.stringContaining("left the session bus"),
  });
  await staying.called;
  controller.abort();
  expect(await second).toMatchObject({ errorCode: "request_aborted" });
});

/** A broker that owns the name and answers nothing but probes. */
async function silentBroker(emulator: Awaited<ReturnType<typeof emulated>>): Promise<{
  readonly called: Promise<void>;
  readonly releaseName: () => Promise<unknown>;
}> {
  const bus = sessionBus({ busAddress: emulator.env["DBUS_SESSION_BUS_ADDRESS"] ?? "" });
  onTestFinished(() => bus.disconnect());
  const called = withResolvers<void>();
  bus.addMethodHandler((message: Message) => {
    // A probe is answered: that the broker does not know the method is answer enough.
    if (message.member === "Ping" || message.member === "getLinuxBrokerVersion") return false;
    if (message.member === "acquireTokenInteractively") called.resolve();
    return true;
  });
  await bus.requestName(BROKER_NAME, NameFlag.DO_NOT_QUEUE);
  return { called: called.promise, releaseName: () => bus.releaseName(BROKER_NAME) };
}

/** Waits until the broker has got so many silent calls. */
async function arrived(emulator: Awaited<ReturnType<typeof emulated>>, count: number): Promise<void> {
  const silent = (): number =>
    emulator.broker.requests.filter(({ method }) => method === "acquireTokenSilently").length;
  while (silent() < count) await new Promise((resolve) => setImmediate(resolve));
}
