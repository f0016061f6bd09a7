import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Connection, PendingCall } from "../../src/addon.js";
import { requireAddon } from "../../src/load.js";
import { failure } from "./outcomes.js";
import { callBus } from "./peer.js";
import { methodReturn, nameOwnerChanged, type RawClient, startScriptedBus, string } from "./raw-bus.js";

/** Answers `Hello`, as a bus does before anything else. */
async function welcome(client: RawClient): Promise<void> {
  client.socket.write(methodReturn(await client.nextCall(), "s", string(":1.1")));
}

/** Connects to a bus that lets the client in and then does as `script` says. */
async function connect(script: (client: RawClient) => Promise<void>): Promise<Connection> {
  const { address } = await startScriptedBus(script);
  return new (requireAddon().Connection)(address);
}

/** The outcome of one call to a bus that answers it with `answer`. */
async function answeredWith(answer: (call: { serial: number }) => Buffer): Promise<PendingCall> {
  const connection = await connect(async (client) => {
    await welcome(client);
    client.socket.write(answer(await client.nextCall()));
  });
  return callBus(connection, "GetId", [], 2000);
}

test("the scripted bus is a bus: a proper answer comes through", async () => {
  const call = await answeredWith((received) => methodReturn(received, "s", string("fine")));
  await expect(call.reply).resolves.toBe("fine");
});

describe("a reply is a bad one when its text", () => {
  test.each<[what: string, signature: string, body: Buffer]>([
    ["is not UTF-8", "s", string(Buffer.from([0x61, 0xff, 0x62]))],
    ["is UTF-8 cut off in a character", "s", string(Buffer.from([0xe4, 0xb8]))],
    ["has a surrogate in it", "s", string(Buffer.from([0xed, 0xa0, 0x80]))],
    ["holds a NUL", "s", string("a\0b")],
    ["is longer than the message", "s", Buffer.from([0xff, 0xff, 0xff, 0x7f, 0x61, 0])],
    ["does not end with a NUL", "s", Buffer.from([1, 0, 0, 0, 0x61, 0x62])],
    ["is in an array longer than the message", "as", Buffer.from([0xff, 0xff, 0, 0])],
    [
      "is one of an array and not UTF-8",
      "as",
      Buffer.concat([Buffer.from([6, 0, 0, 0]), string(Buffer.from([0xff]))]),
    ],
    ["is missing", "s", Buffer.alloc(0)],
    ["is a number cut short", "u", Buffer.from([1, 0])],
    ["is a boolean cut short", "b", Buffer.from([1, 0])],
  ])("%s", async (_, signature, body) => {
    const call = await answeredWith((received) => methodReturn(received, signature, body));
    await expect(failure(call)).resolves.toMatchObject({ code: "bad_reply", signature });
  });
});

test("a bus that dies with calls unread has its many answers heard all the same", async () => {
  const CALLS = 200;
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  let ready = (): void => undefined;
  const read = new Promise<void>((resolve) => (ready = resolve));
  const connection = await connect(async (client) => {
    await welcome(client);
    const replies: Buffer[] = [];
    while (replies.length < CALLS) {
      replies.push(methodReturn(await client.nextCall(), "s", string("answered")));
    }
    client.socket.pause();
    ready();
    await asked;
    client.socket.write(Buffer.concat(replies), () => client.socket.destroy());
  });
  const calls = Array.from({ length: CALLS }, () => callBus(connection, "GetId", [], 20_000));
  await read;
  const unread = callBus(connection, "GetId", [], 20_000);
  await setImmediate();
  answer();
  await expect(Promise.all(calls.map((call) => call.reply))).resolves.toHaveLength(CALLS);
  await expect(failure(unread)).resolves.toMatchObject({ code: "disconnected" });
  expect(connection.connected).toBe(false);
});

describe("the stream", () => {
  test.each<[what: string, bytes: Buffer]>([
    ["no D-Bus at all", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["nothing but zeros", Buffer.alloc(4096)],
    ["a message that claims four gigabytes", Buffer.from("6c0201000000ffff0100000000ffffff", "hex")],
    ["an unknown protocol version", Buffer.from("6c0201090000000001000000000000000000", "hex")],
  ])("of %s ends the connection, not the process", async (_, bytes) => {
    const connection = await connect(async (client) => {
      await welcome(client);
      await client.nextCall();
      client.socket.end(bytes);
    });
    await expect(failure(callBus(connection, "GetId", [], 20_000))).resolves.toMatchObject({
      code: "disconnected",
    });
    expect(connection.connected).toBe(false);
  });

  test("that ends in the middle of a reply ends the call", async () => {
    const connection = await connect(async (client) => {
      await welcome(client);
      const reply = methodReturn(await client.nextCall(), "s", string("cut off"));
      client.socket.end(reply.subarray(0, -4));
    });
    await expect(failure(callBus(connection, "GetId"))).resolves.toMatchObject({ code: "disconnected" });
  });

  test("may come a byte at a time", async () => {
    const connection = await connect(async (client) => {
      await welcome(client);
      for (const byte of methodReturn(await client.nextCall(), "s", string("slow"))) {
        client.socket.write(Buffer.from([byte]));
        await setImmediate();
      }
    });
    await expect(callBus(connection, "GetId").reply).resolves.toBe("slow");
  });
});

describe("a bus out of its role", () => {
  test("that refuses Hello ends the calls behind it", async () => {
    const connection = await connect(async (client) => {
      client.socket.write(methodReturn(await client.nextCall(), "u", Buffer.from([1, 0, 0, 0])));
    });
    await expect(failure(callBus(connection, "GetId"))).resolves.toMatchObject({ code: "disconnected" });
  });

  test("that answers twice, and answers what nobody asked, is heard once", async () => {
    const connection = await connect(async (client) => {
      await welcome(client);
      const first = await client.nextCall();
      client.socket.write(methodReturn({ serial: 4_000_000 }, "s", string("unasked")));
      client.socket.write(methodReturn(first, "s", string("first")));
      client.socket.write(methodReturn(first, "s", string("again")));
      client.socket.write(methodReturn(await client.nextCall(), "s", string("second")));
    });
    await expect(callBus(connection, "GetId").reply).resolves.toBe("first");
    await expect(callBus(connection, "GetId").reply).resolves.toBe("second");
    connection.close();
  });

  test("that names an owner in another form tells nothing", async () => {
    const connection = await connect(async (client) => {
      await welcome(client);
      client.socket.write(methodReturn(await client.nextCall(), "", Buffer.alloc(0)));
      const call = await client.nextCall();
      client.socket.write(nameOwnerChanged("net.example.Peer", ":1.2", "su"));
      client.socket.write(nameOwnerChanged("net.example.Peer", ":1.3"));
      client.socket.write(methodReturn(call, "s", string("after the signals")));
    });
    const owners: string[] = [];
    connection.watchOwner("net.example.Peer", (owner) => owners.push(owner));
    await expect(callBus(connection, "GetId").reply).resolves.toBe("after the signals");
    expect(owners).toEqual([":1.3"]);
    connection.close();
  });

  test("that floods leaves the event loop its turns", async () => {
    const FLOOD = 1000;
    const connection = await connect(async (client) => {
      await welcome(client);
      client.socket.write(methodReturn(await client.nextCall(), "", Buffer.alloc(0)));
      const call = await client.nextCall();
      const signal = nameOwnerChanged("net.example.Peer", ":1.2");
      client.socket.write(Buffer.concat(Array.from({ length: FLOOD }, () => signal)));
      client.socket.write(methodReturn(call, "s", string("after the flood")));
    });
    let notices = 0;
    const noticesAtTurns = new Set<number>();
    connection.watchOwner("net.example.Peer", () => (notices += 1));
    let flooded = false;
    const call = callBus(connection, "GetId").reply.finally(() => (flooded = true));
    while (!flooded) {
      noticesAtTurns.add(notices);
      await setImmediate();
    }
    await call;
    expect(notices).toBe(FLOOD);
    expect(noticesAtTurns.size).toBeGreaterThan(10);
    connection.close();
  });
});
