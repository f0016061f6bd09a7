import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/addon.js";
import { requireAddon } from "../../src/load.js";
import { failure } from "./outcomes.js";
import { callBus, callPeer, Peer } from "./peer.js";
import { type PrivateBus, startBus } from "./private-bus.js";

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

describe("replies", () => {
  test.each([
    ["three arguments come back by the last", ["0.0", "id", "{}"]],
    ["an empty text", [""]],
    ["text outside ASCII and outside the BMP", ["grüße, 世界, 🙂, \u{10FFFD}, \uFFFD"]],
    ["a text of one megabyte", ["ß".repeat(512 * 1024)]],
  ])("%s", async (_, args) => {
    await expect(callPeer(connection, "Echo", args).reply).resolves.toBe(args.at(-1));
  });

  test.each([
    ["Nothing", undefined],
    ["Text", "text"],
    ["Texts", ["one", "", "drei ß 三"]],
    ["NoTexts", []],
    ["Number", 4_294_967_295],
    ["True", true],
    ["False", false],
    ["TextAndMore", "first"],
  ])("of %s is read", async (member, value) => {
    await expect(callPeer(connection, member).reply).resolves.toEqual(value);
  });

  test.each([
    ["Int32", "i"],
    ["Double", "d"],
    ["Bytes", "ay"],
    ["Struct", "(s)"],
    ["NestedTexts", "aas"],
    ["IntegerFirst", "is"],
  ])("of %s, a type that is not wanted, are refused with their signature", async (member, signature) => {
    const error = await failure(callPeer(connection, member));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ code: "bad_reply", signature });
    expect(error).not.toHaveProperty("errorName");
  });

  test("a D-Bus error keeps its name and its text", async () => {
    const error = await failure(callPeer(connection, "Fail", ["kein Netz ⚡"]));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ code: "dbus_error", errorName: "net.example.Error.Failed" });
    expect(error.message).toBe("net.example.Error.Failed: kein Netz ⚡");
    expect(error).not.toHaveProperty("signature");
  });

  test("a service that is not there is the bus's error", async () => {
    const call = connection.call({
      destination: "net.example.Nobody",
      path: "/",
      interface: "net.example.Nobody",
      member: "Ask",
      args: [],
      timeoutMs: 0,
    });
    await expect(failure(call)).resolves.toMatchObject({
      code: "dbus_error",
      errorName: "org.freedesktop.DBus.Error.ServiceUnknown",
    });
  });
});

describe("many calls at once", () => {
  test("1,000 calls are each given their own reply, whatever the order", async () => {
    const holder = await Peer.start(bus.address, "net.example.Holder");
    const calls = Array.from({ length: 1000 }, (_, index) =>
      connection.call({
        destination: "net.example.Holder",
        path: "/",
        interface: "net.example.Peer",
        member: "Hold",
        args: [`call ${index}`],
        timeoutMs: 0,
      }),
    );
    await holder.holds(1000);
    // 617 has no factor in common with 1,000, so this visits each call once, in an order far from theirs.
    holder.release((held) => held.map((_, index) => held[(index * 617) % 1000] ?? held[0]) as typeof held);
    const replies = await Promise.all(calls.map(({ reply }) => reply));
    expect(replies).toEqual(calls.map((_, index) => `call ${index}`));
    holder.stop();
  });

  test("two connections do not see each other's replies", async () => {
    const other = new (requireAddon().Connection)(bus.address);
    const [one, two] = await Promise.all([
      callPeer(connection, "Echo", ["one"]).reply,
      callPeer(other, "Echo", ["two"]).reply,
    ]);
    expect([one, two]).toEqual(["one", "two"]);
    other.close();
    await expect(callPeer(connection, "Echo", ["still here"]).reply).resolves.toBe("still here");
  });

  test("the event loop goes on while a call waits", async () => {
    const holder = await Peer.start(bus.address, "net.example.Waiting");
    let answered = false;
    const call = connection.call({
      destination: "net.example.Waiting",
      path: "/",
      interface: "net.example.Peer",
      member: "Hold",
      args: ["done"],
      timeoutMs: 0,
    });
    void call.reply.then(() => (answered = true));
    await holder.holds(1);
    for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    expect(answered).toBe(false);
    holder.release();
    await expect(call.reply).resolves.toBe("done");
    holder.stop();
  });
});

describe("a time limit", () => {
  test("ends a call that is not answered, and says which", async () => {
    const error = await failure(callPeer(connection, "Hold", ["timeout"], 20));
    expect(error).toMatchObject({ code: "timeout" });
    expect(error.message).toBe("net.example.Peer.Hold got no reply within 20 ms.");
  });

  test("ends calls in the order of their limits, not of their making", async () => {
    const order: number[] = [];
    const waits = [90, 30, 60].map((limit) =>
      failure(callPeer(connection, "Hold", ["timeout"], limit)).then(() => order.push(limit)),
    );
    await Promise.all(waits);
    expect(order).toEqual([30, 60, 90]);
  });

  test("may have a part of a millisecond, which does not mean for ever", async () => {
    await expect(failure(callPeer(connection, "Hold", ["timeout"], 0.25))).resolves.toMatchObject({
      code: "timeout",
    });
  });

  test("leaves the answer that comes too late unheard", async () => {
    const holder = await Peer.start(bus.address, "net.example.Late");
    const late = { ...callTo("net.example.Late"), timeoutMs: 10 };
    await expect(failure(connection.call(late))).resolves.toMatchObject({ code: "timeout" });
    await holder.holds(1);
    holder.release();
    await expect(callPeer(connection, "Echo", ["next"]).reply).resolves.toBe("next");
    holder.stop();
  });

  test("does not end a call that was answered in time", async () => {
    await expect(callPeer(connection, "Echo", ["in time"], 4_294_967_295).reply).resolves.toBe("in time");
  });
});

describe("cancel", () => {
  test("rejects before anything else happens", async () => {
    const call = callPeer(connection, "Hold", ["cancelled"]);
    let turned = false;
    const turn = setImmediate().then(() => (turned = true));
    connection.cancel(call.id);
    const error = await failure(call);
    expect(turned).toBe(false);
    expect(error).toMatchObject({ code: "cancelled", message: "net.example.Peer.Hold was cancelled." });
    await turn;
  });

  test("leaves the answer unheard, and other calls alone", async () => {
    const holder = await Peer.start(bus.address, "net.example.Cancelled");
    const dropped = connection.call(callTo("net.example.Cancelled"));
    const kept = connection.call(callTo("net.example.Cancelled"));
    await holder.holds(2);
    connection.cancel(dropped.id);
    await expect(failure(dropped)).resolves.toMatchObject({ code: "cancelled" });
    holder.release();
    await expect(kept.reply).resolves.toBe("held");
    holder.stop();
  });

  test("does nothing a second time, or after the reply", async () => {
    const cancelled = callPeer(connection, "Hold", ["cancelled"]);
    connection.cancel(cancelled.id);
    connection.cancel(cancelled.id);
    await expect(failure(cancelled)).resolves.toMatchObject({ code: "cancelled" });
    connection.cancel(cancelled.id);

    const answered = callPeer(connection, "Echo", ["answered"]);
    await answered.reply;
    connection.cancel(answered.id);
    await expect(answered.reply).resolves.toBe("answered");
  });

  test("of one call from another's answer holds, even when both answers came together", async () => {
    const first = callBus(connection, "GetId");
    const second = callBus(connection, "GetId");
    void first.reply.then(() => connection.cancel(second.id));
    await expect(failure(second)).resolves.toMatchObject({ code: "cancelled" });
  });
});

function callTo(name: string): Parameters<Connection["call"]>[0] {
  return {
    destination: name,
    path: "/",
    interface: "net.example.Peer",
    member: "Hold",
    args: ["held"],
    timeoutMs: 0,
  };
}
