import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/addon.js";
import { requireAddon } from "../../src/load.js";
import { failure } from "./outcomes.js";
import { callBus, callPeer, Peer, PEER_NAME } from "./peer.js";
import { type PrivateBus, startBus } from "./private-bus.js";
import { runFixture } from "./run-fixture.js";

let bus: PrivateBus;
let connection: Connection;

beforeAll(async () => {
  bus = await startBus();
  connection = new (requireAddon().Connection)(bus.address);
});

afterAll(async () => {
  connection.close();
  await bus.kill();
});

/** Watches `name`, and gives the owners it has from now on in turn. */
async function watch(name: string): Promise<{ next(): Promise<string> }> {
  const owners: string[] = [];
  let wake = (): void => undefined;
  connection.watchOwner(name, (owner) => {
    owners.push(owner);
    wake();
  });
  // Once the bus has answered, it knows what is watched.
  await callBus(connection, "GetId").reply;
  return {
    async next() {
      while (owners.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return owners.shift() ?? "";
    },
  };
}

describe("a watched name", () => {
  test("tells its owner coming, leaving and coming back", async () => {
    const owners = await watch("net.example.Guest");
    const first = await Peer.start(bus.address, "net.example.Guest");
    const owner = await owners.next();
    expect(owner).toMatch(/^:\d+\.\d+$/);
    await expect(callBus(connection, "GetNameOwner", ["net.example.Guest"]).reply).resolves.toBe(owner);
    await first.releaseName("net.example.Guest");
    await expect(owners.next()).resolves.toBe("");
    const second = await Peer.start(bus.address, "net.example.Guest");
    const next = await owners.next();
    expect(next).toMatch(/^:\d+\.\d+$/);
    expect(next).not.toBe(owner);
    first.stop();
    second.stop();
    await expect(owners.next()).resolves.toBe("");
  });

  test("is not confused with another name", async () => {
    const owners = await watch("net.example.Wanted");
    const other = await Peer.start(bus.address, "net.example.Wanted.Not");
    const wanted = await Peer.start(bus.address, "net.example.Wanted");
    const owner = await callBus(connection, "GetNameOwner", ["net.example.Wanted"]).reply;
    await expect(owners.next()).resolves.toBe(owner);
    other.stop();
    wanted.stop();
  });

  test("can have two watchers", async () => {
    const [one, two] = [await watch("net.example.Seen"), await watch("net.example.Seen")];
    const peer = await Peer.start(bus.address, "net.example.Seen");
    await expect(one.next()).resolves.toBe(await two.next());
    peer.stop();
  });

  test("tells the owner's end in the middle of a call, which the bus ends too", async () => {
    const peer = await Peer.start(bus.address);
    const owners = await watch(PEER_NAME);
    const call = callPeer(connection, "Hold", ["never"]);
    await peer.holds(1);
    const ended = failure(call);
    peer.stop();
    await expect(owners.next()).resolves.toBe("");
    await expect(ended).resolves.toMatchObject({
      code: "dbus_error",
      errorName: "org.freedesktop.DBus.Error.NoReply",
    });
  });

  test("may close the connection from its watcher", async () => {
    const closing = new (requireAddon().Connection)(bus.address);
    const closed = new Promise<void>((resolve) => {
      closing.watchOwner("net.example.Last", () => {
        closing.close();
        resolve();
      });
    });
    const pending = failure(callBus(closing, "AddMatch", ["no match rule"], 0));
    await expect(pending).resolves.toMatchObject({ code: "dbus_error" });
    const peer = await Peer.start(bus.address, "net.example.Last");
    await closed;
    expect(closing.connected).toBe(false);
    peer.stop();
  });
});

test("a bus that lets nothing be watched answers calls all the same", async () => {
  const limits = '<limit name="max_match_rules_per_connection">0</limit>';
  const strict = await startBus(undefined, limits);
  const refused = new (requireAddon().Connection)(strict.address);
  refused.watchOwner("net.example.Guest", () => undefined);
  await expect(callBus(refused, "GetId").reply).resolves.toMatch(/^[0-9a-f]{32}$/);
  await expect(callBus(refused, "GetId").reply).resolves.toMatch(/^[0-9a-f]{32}$/);
  expect(refused.connected).toBe(true);
  refused.close();
  await strict.kill();
});

test("an error in a watcher is an uncaught exception, and the next notice comes", async () => {
  const result = await runFixture("watcher-throws.mjs", [bus.address]);
  expect(result).toMatchObject({ code: 0, lines: ["uncaught from the watcher", "second notice"] });
});
