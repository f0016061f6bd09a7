import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PublicClientApplication } from "@authbroker/core";
import { expect, onTestFinished, test } from "vitest";
import { probe } from "../../src/probe.js";
import { Session } from "../../src/session.js";
import { client, emulated, useBus } from "./emulator.js";

test("a running broker says its version, its owner and its process", async () => {
  const emulator = await emulated({ config: { broker: { version: "2.0.2" } } });
  const app = await client(emulator);
  expect(await app.probeBroker()).toEqual({
    available: true,
    running: true,
    version: "2.0.2",
    owner: expect.stringMatching(/^:\d+\.\d+$/),
    pid: process.pid,
  });
});

test("a broker that does not tell its version is available all the same", async () => {
  const emulator = await emulated();
  const name = "org.freedesktop.DBus.Error.UnknownMethod";
  emulator.broker.faults.add({ fault: "dbus-error", method: "getLinuxBrokerVersion", name });
  const answer = await (await client(emulator)).probeBroker();
  expect(answer).toMatchObject({ available: true, running: true });
  expect(answer).not.toHaveProperty("version");
});

test("a broker that hangs is reported within the time that was given", async () => {
  const emulator = await emulated();
  emulator.broker.faults.add({ fault: "no-reply", method: "getLinuxBrokerVersion" });
  const app = await client(emulator);
  expect(await app.probeBroker({ timeoutMs: 200 })).toMatchObject({
    available: false,
    reason: "broker_not_responding",
  });
});

test("a bus without a broker gives the line that installs one, and is asked anew each time", async () => {
  const emulator = await emulated({ startBroker: false });
  const app = await client(emulator);
  expect(await app.probeBroker()).toMatchObject({
    available: false,
    reason: "broker_not_installed",
    fix: expect.stringMatching(/apt-get install .*Debian, Ubuntu.* dnf install .*RHEL/),
  });
  await emulator.broker.start();
  expect(await app.probeBroker()).toMatchObject({ available: true });
  await emulator.broker.stop();
  expect(await app.probeBroker()).toMatchObject({ reason: "broker_not_installed" });
});

test("an installed broker is only started when asked to", async () => {
  const emulator = await emulated({ activation: true, startBroker: false });
  const app = await client(emulator);
  expect(await app.probeBroker()).toEqual({ available: true, running: false });
  expect(await app.probeBroker()).toEqual({ available: true, running: false });
  expect(await app.probeBroker({ start: true, timeoutMs: 20_000 })).toMatchObject({
    available: true,
    running: true,
    version: expect.any(String),
  });
});

test("no bus address is told from a bus that refuses, and from one that never answers", async () => {
  const app = await PublicClientApplication.create({
    auth: { clientId: "a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d" },
    enableBrokerOnLinux: true,
  });
  const runtimeDir = process.env["XDG_RUNTIME_DIR"];
  const address = process.env["DBUS_SESSION_BUS_ADDRESS"];
  onTestFinished(() => {
    useBus(address);
    if (runtimeDir !== undefined) process.env["XDG_RUNTIME_DIR"] = runtimeDir;
  });
  delete process.env["XDG_RUNTIME_DIR"];
  useBus(undefined);
  expect(await app.probeBroker()).toMatchObject({ available: false, reason: "no_session_bus" });

  const folder = await mkdtemp(join(tmpdir(), "authbroker-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  useBus(`unix:path=${join(folder, "nobody")}`);
  expect(await app.probeBroker()).toMatchObject({ reason: "session_bus_unreachable" });

  for (const foreign of [
    "tcp:host=127.0.0.1,port=1",
    "unixexec:path=/bin/false",
    "autolaunch:",
    "nonsense",
  ]) {
    useBus(foreign);
    const transport = foreign.replace(/:.*/, "");
    expect(await app.probeBroker()).toMatchObject({
      reason: "session_bus_unreachable",
      // The rest of an address may be a command line.
      message: `the session bus cannot be used: The bus address uses the transport "${transport}"; only unix: is supported.`,
    });
  }

  const silent = createServer().listen(join(folder, "silent"));
  onTestFinished(() => void silent.close());
  useBus(`unix:path=${join(folder, "silent")}`);
  expect(await app.probeBroker({ timeoutMs: 200 })).toMatchObject({
    available: false,
    reason: "session_bus_unreachable",
  });
});

test("inside WSL the answer points to Windows, unless a broker is on the bus", async () => {
  const emulator = await emulated();
  const session = new Session();
  expect(await probe(session, {}, "wsl")).toMatchObject({ available: true });
  await emulator.broker.stop();
  expect(await probe(session, {}, "wsl")).toMatchObject({
    available: false,
    reason: "wsl",
    fix: expect.stringContaining("@authbroker/broker-windows"),
  });
});
