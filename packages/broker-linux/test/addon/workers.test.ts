import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/addon.js";
import { requireAddon } from "../../src/load.js";
import { callBus, Peer } from "./peer.js";
import { type PrivateBus, startBus } from "./private-bus.js";
import { runFixture } from "./run-fixture.js";

let bus: PrivateBus;
let peer: Peer;
let connection: Connection;

beforeAll(async () => {
  bus = await startBus();
  peer = await Peer.start(bus.address);
  connection = new (requireAddon().Connection)(bus.address);
});

afterAll(async () => {
  connection.close();
  peer.stop();
  await bus.kill();
});

function start(manner: string, name = ""): Worker {
  const workerData = { address: bus.address, manner, name };
  return new Worker(new URL("fixtures/worker.mjs", import.meta.url), { workerData });
}

/** What the worker said first. */
async function message(worker: Worker): Promise<unknown> {
  const [first] = (await once(worker, "message")) as [unknown];
  return first;
}

describe("worker threads", () => {
  test("several at once each get their own replies, and end by themselves", async () => {
    const names = ["one", "two", "three", "four"];
    const workers = names.map((name) => start("answers", name));
    const exits = Promise.all(workers.map((worker) => once(worker, "exit")));
    const answers = await Promise.all(workers.map(message));
    expect(answers).toEqual(
      names.map((name) => Array.from({ length: 100 }, (_, index) => `${name} ${index}`)),
    );
    await expect(exits).resolves.toEqual(names.map(() => [0]));
  });

  test("can be terminated with calls in flight, many times", async () => {
    for (let round = 0; round < 10; round += 1) {
      const workers = [start("in-flight"), start("in-flight"), start("in-flight")];
      await Promise.all(workers.map(message));
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    await expect(callBus(connection, "GetId").reply).resolves.toMatch(/^[0-9a-f]{32}$/);
  });

  test("can be terminated while replies stream in, many times", async () => {
    for (let round = 0; round < 10; round += 1) {
      const workers = [start("busy"), start("busy"), start("busy")];
      await Promise.all(workers.map(message));
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    await expect(callBus(connection, "GetId").reply).resolves.toMatch(/^[0-9a-f]{32}$/);
  });

  test("leave no socket behind when they are terminated", async () => {
    const result = await runFixture("workers-come-and-go.mjs", [bus.address]);
    expect(result).toMatchObject({ code: 0, lines: ["sockets left: 0"] });
  });

  test("may exit with calls in flight", async () => {
    await expect(once(start("exits"), "exit")).resolves.toEqual([5]);
  });

  test("do not keep the process, nor crash it, when the main thread exits", async () => {
    await expect(runFixture("main-exits.mjs", [bus.address])).resolves.toMatchObject({
      code: 3,
      signal: null,
      stderr: "",
    });
  });
});
