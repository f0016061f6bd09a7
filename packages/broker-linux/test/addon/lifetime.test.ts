import { once } from "node:events";
import type { Socket } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Peer } from "./peer.js";
import { type PrivateBus, startBus, temporaryFolder } from "./private-bus.js";
import { startRawBus } from "./raw-bus.js";
import { runFixture, startFixture } from "./run-fixture.js";

let bus: PrivateBus;
let peer: Peer;

beforeAll(async () => {
  bus = await startBus();
  peer = await Peer.start(bus.address);
});

afterAll(async () => {
  peer.stop();
  await bus.kill();
});

describe("a process with a connection", () => {
  test("ends by itself when it is done, watcher or not", async () => {
    await expect(runFixture("idle.mjs", [bus.address])).resolves.toMatchObject({ code: 0, lines: ["true"] });
  });

  test.each(["main", "worker"])("ends by itself when the bus refused it, in the %s thread", async (where) => {
    const nowhere = `unix:path=${path.join(temporaryFolder(), "nobody")}`;
    await expect(runFixture("refused.mjs", [nowhere, where])).resolves.toMatchObject({
      code: 0,
      lines: where === "main" ? ["disconnected"] : ["disconnected", "disconnected"],
    });
  });

  test("ends by itself when the bus never answered", async () => {
    const sockets: Socket[] = [];
    const silent = await startRawBus((socket) => sockets.push(socket));
    await expect(runFixture("unused.mjs", [silent.address])).resolves.toMatchObject({
      code: 0,
      lines: ["true"],
    });
    for (const socket of sockets) socket.destroy();
  });

  test("stays for a pending call until its time limit", async () => {
    const sockets: Socket[] = [];
    const silent = await startRawBus((socket) => sockets.push(socket));
    await expect(runFixture("waits.mjs", [silent.address])).resolves.toMatchObject({
      code: 0,
      lines: ["timeout"],
    });
    for (const socket of sockets) socket.destroy();
  });

  test("ends with its own code when it exits with calls in flight", async () => {
    await expect(runFixture("exits.mjs", [bus.address, "exit"])).resolves.toMatchObject({
      code: 7,
      lines: [],
      stderr: "",
    });
  });

  test("ends as Node.js ends on an uncaught error with calls in flight", async () => {
    const result = await runFixture("exits.mjs", [bus.address, "throw"]);
    expect(result).toMatchObject({ code: 1, signal: null, lines: [] });
    expect(result.stderr).toContain("thrown with calls in flight");
  });

  test("can be killed with calls in flight, and the bus goes on", async () => {
    const sockets: Socket[] = [];
    const connected = new Promise<void>((resolve) => {
      void startRawBus((socket) => {
        sockets.push(socket);
        resolve();
      }).then(({ address }) => {
        const child = startFixture("waits.mjs", [address]);
        void connected.then(() => child.kill("SIGKILL"));
        return once(child, "close");
      });
    });
    await connected;
    await expect(runFixture("idle.mjs", [bus.address])).resolves.toMatchObject({ code: 0 });
    for (const socket of sockets) socket.destroy();
  });
});

test("the garbage collector takes what nobody waits for, and nothing else", async () => {
  const result = await runFixture("collected.mjs", [bus.address], ["--expose-gc"]);
  expect(result).toMatchObject({
    code: 0,
    lines: [
      "idle ones are collected: true",
      "their sockets are closed: true",
      "dropped with a call pending, it is answered: true",
      "and then collected: true",
      "its time limit holds: timeout",
      "and then collected: true",
      "dropped with a watcher, it notices: true",
    ],
  });
});
