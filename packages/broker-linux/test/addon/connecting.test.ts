import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Connection } from "../../src/addon.js";
import { requireAddon } from "../../src/load.js";
import { failure, thrown } from "./outcomes.js";
import { callBus, callPeer, Peer } from "./peer.js";
import { startBus, temporaryFolder } from "./private-bus.js";
import { startRawBus } from "./raw-bus.js";

function connect(address: string): Connection {
  return new (requireAddon().Connection)(address);
}

describe("an address", () => {
  test.each([
    ["unixexec:path=/bin/sh,argv1=-c,argv2=true", "unixexec"],
    ["tcp:host=localhost,port=1", "tcp"],
    ["autolaunch:", "autolaunch"],
    ["x-machine-unix:machine=guest", "x-machine-unix"],
    ["unix:path=/nowhere;tcp:host=localhost,port=1", "tcp"],
    ["/run/user/1000/bus", "/run/user/1000/bus"],
  ])("of a transport that could block or run a program is refused: %s", (address, transport) => {
    const error = thrown(() => connect(address));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      code: "disconnected",
      message: `The bus address uses the transport "${transport}"; only unix: is supported.`,
    });
  });

  test.each(["", ";", ";;"])("with nothing in it is refused: %j", (address) => {
    expect(thrown(() => connect(address))).toMatchObject({
      code: "disconnected",
      message: expect.stringContaining("empty"),
    });
  });

  test.each([
    ["a socket that is not there", `unix:path=${path.join(temporaryFolder(), "none")}`, "No such file"],
    ["a path with no socket behind it", "unix:path=/dev/null", "Connection refused"],
    ["neither a path nor an abstract name", "unix:guid=0123456789abcdef0123456789abcdef", "Invalid argument"],
    ["a path that no socket can have", `unix:path=/${"x".repeat(200)}`, "The bus at unix:path=/xxx"],
  ])("of %s throws and gives the cause", (_, address, cause) => {
    expect(thrown(() => connect(address))).toMatchObject({
      code: "disconnected",
      message: expect.stringContaining(cause),
    });
  });

  test("of a dead bus's socket throws", async () => {
    const bus = await startBus();
    await bus.kill();
    expect(thrown(() => connect(bus.address))).toMatchObject({ code: "disconnected" });
  });

  test("may be a list, of which the first that answers is taken", async () => {
    const bus = await startBus();
    const connection = connect(`unix:path=/nowhere/bus;;${bus.address}`);
    await expect(callBus(connection, "GetId").reply).resolves.toMatch(/^[0-9a-f]{32}$/);
    connection.close();
    await bus.kill();
  });

  test("may be abstract", async () => {
    const bus = await startBus(`unix:abstract=authbroker-test-${process.pid}`);
    expect(bus.address).toContain("abstract=");
    const connection = connect(bus.address);
    await expect(callBus(connection, "GetId").reply).resolves.toMatch(/^[0-9a-f]{32}$/);
    connection.close();
    await bus.kill();
  });
});

describe("a bus that does not speak", () => {
  test("leaves a call its time limit, its cancel and its close", async () => {
    const sockets: Socket[] = [];
    const silent = await startRawBus((socket) => sockets.push(socket));
    const connection = connect(silent.address);
    const [limited, cancelled, closed] = [40, 0, 0].map((limit) => callBus(connection, "GetId", [], limit));
    if (!limited || !cancelled || !closed) throw new Error("three calls were made");
    expect(connection.connected).toBe(true);
    await expect(failure(limited)).resolves.toMatchObject({ code: "timeout" });
    connection.cancel(cancelled.id);
    await expect(failure(cancelled)).resolves.toMatchObject({ code: "cancelled" });
    connection.close();
    await expect(failure(closed)).resolves.toMatchObject({ code: "disconnected" });
    for (const socket of sockets) socket.destroy();
  });

  test("and hangs up ends the calls that wait for it", async () => {
    const rude = await startRawBus((socket) => socket.destroy());
    const connection = connect(rude.address);
    await expect(failure(callBus(connection, "GetId"))).resolves.toMatchObject({ code: "disconnected" });
    expect(connection.connected).toBe(false);
  });

  test("and knows no such user ends the calls that wait for it", async () => {
    const closed = await startRawBus((socket) => {
      socket.resume();
      socket.end("REJECTED ANONYMOUS\r\n");
    });
    const connection = connect(closed.address);
    await expect(failure(callBus(connection, "GetId"))).resolves.toMatchObject({ code: "disconnected" });
    expect(connection.connected).toBe(false);
  });
});

describe("when the bus dies", () => {
  test("every pending call ends, the connection stays dead, and a new one reaches the next bus", async () => {
    const listen = `unix:path=${path.join(temporaryFolder(), "bus")}`;
    const bus = await startBus(listen);
    const peer = await Peer.start(bus.address);
    const connection = connect(bus.address);
    const calls = Array.from({ length: 50 }, () => failure(callPeer(connection, "Hold", ["killed"])));
    await peer.holds(50);
    await bus.kill();
    for (const error of await Promise.all(calls)) {
      expect(error).toMatchObject({
        code: "disconnected",
        message: expect.stringContaining("Hold got no reply"),
      });
    }
    expect(connection.connected).toBe(false);
    await expect(failure(callBus(connection, "GetId"))).resolves.toMatchObject({ code: "disconnected" });
    expect(thrown(() => connection.watchOwner("net.example.Peer", () => undefined))).toMatchObject({
      code: "disconnected",
    });

    rmSync(listen.slice("unix:path=".length), { force: true });
    const next = await startBus(listen);
    const again = connect(next.address);
    await expect(callBus(again, "GetId").reply).resolves.toMatch(/^[0-9a-f]{32}$/);
    expect(connection.connected).toBe(false);
    again.close();
    await next.kill();
  });

  test("an idle connection notices by itself", async () => {
    const bus = await startBus();
    const connection = connect(bus.address);
    await callBus(connection, "GetId").reply;
    await bus.kill();
    await expect.poll(() => connection.connected).toBe(false);
  });
});

describe("close", () => {
  test("rejects what is pending, at once, and can be repeated", async () => {
    const bus = await startBus();
    const connection = connect(bus.address);
    const calls = [callBus(connection, "GetId"), callBus(connection, "ListNames")];
    connection.close();
    expect(connection.connected).toBe(false);
    for (const call of calls) {
      await expect(failure(call)).resolves.toMatchObject({ code: "disconnected" });
    }
    connection.close();
    connection.cancel(calls[0]?.id ?? 0);
    await expect(failure(callBus(connection, "GetId"))).resolves.toMatchObject({
      code: "disconnected",
      message: expect.stringContaining("org.freedesktop.DBus.GetId was not sent"),
    });
    await bus.kill();
  });

  test("from a reply's handler ends the calls whose replies came with it", async () => {
    const bus = await startBus();
    const connection = connect(bus.address);
    await callBus(connection, "GetId").reply;
    const first = callBus(connection, "GetId");
    const second = callBus(connection, "GetId");
    void first.reply.then(() => connection.close());
    await expect(failure(second)).resolves.toMatchObject({ code: "disconnected" });
    await bus.kill();
  });

  test("hangs up", async () => {
    const hungUp = new Promise((resolve) => {
      void startRawBus((socket) => {
        socket.resume();
        resolve(once(socket, "close"));
      }).then(({ address }) => connect(address).close());
    });
    await expect(hungUp).resolves.toBeDefined();
  });
});

test("a file that only looks like a socket's is refused", () => {
  const file = path.join(temporaryFolder(), "bus");
  writeFileSync(file, "");
  expect(thrown(() => connect(`unix:path=${file}`))).toMatchObject({ code: "disconnected" });
});
