import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection, MethodCall } from "../../src/addon.js";
import { requireAddon } from "../../src/load.js";
import { failure } from "./outcomes.js";
import { callBus, peerCall } from "./peer.js";
import { type PrivateBus, startBus } from "./private-bus.js";

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

/** What plain JavaScript could pass: the types are not looked at. */
function untyped(value: unknown): never {
  return value as never;
}

describe("what is no D-Bus call is a TypeError that names the field", () => {
  const SURROGATE = "\uD800";
  test.each<[field: string, value: unknown, message: string]>([
    ["destination", 1, '"destination" must be a string'],
    ["destination", undefined, '"destination" must be a string'],
    ["path", null, '"path" must be a string'],
    ["interface", ["net.example.Peer"], '"interface" must be a string'],
    ["member", Symbol("Echo"), '"member" must be a string'],
    ["member", "Echo\0", '"member" must not contain a NUL character'],
    ["args", "text", '"args" must be an array of strings'],
    ["args", undefined, '"args" must be an array of strings'],
    ["args", ["fine", 2], '"args[1]" must be a string'],
    ["args", Object.assign([], { length: 1_000_000_000 }), '"args[0]" must be a string'],
    ["args", ["a\0b"], '"args[0]" must not contain a NUL character'],
    ["args", [`a${SURROGATE}`], '"args[0]" must not contain a lone surrogate'],
    ["args", ["\uDC00\uD800"], '"args[0]" must not contain a lone surrogate'],
    ["args", [`\uFFFD${SURROGATE}b`], '"args[0]" must not contain a lone surrogate'],
    ["timeoutMs", -1, '"timeoutMs" must be a number of milliseconds from 0 to 4294967295'],
    ["timeoutMs", Number.NaN, '"timeoutMs" must be a number of milliseconds from 0 to 4294967295'],
    [
      "timeoutMs",
      Number.POSITIVE_INFINITY,
      '"timeoutMs" must be a number of milliseconds from 0 to 4294967295',
    ],
    ["timeoutMs", 4_294_967_296, '"timeoutMs" must be a number of milliseconds from 0 to 4294967295'],
    ["timeoutMs", 10n, '"timeoutMs" must be a number of milliseconds from 0 to 4294967295'],
    ["timeoutMs", "10", '"timeoutMs" must be a number of milliseconds from 0 to 4294967295'],
  ])("%s, case %#", (field, value, message) => {
    const call = { ...peerCall("Echo"), [field]: value };
    expect(() => connection.call(untyped(call))).toThrow(new TypeError(message));
  });

  test.each([undefined, null, "text", 1])("a call that is %o", (call) => {
    expect(() => connection.call(untyped(call))).toThrow(new TypeError('"call" must be an object'));
  });

  test("an error from a getter of the call is passed on", () => {
    const call = {
      ...peerCall("Echo"),
      get args(): string[] {
        throw new RangeError("from the getter");
      },
    };
    expect(() => connection.call(call)).toThrow(new RangeError("from the getter"));
  });

  test.each([undefined, 1, {}, "a\0b", "\uD800"])("an address that is %o", (address) => {
    expect(() => new (requireAddon().Connection)(untyped(address))).toThrow(TypeError);
  });

  test.each([undefined, "", "no dots", "a.b'c", "net..example"])("a name to watch that is %o", (name) => {
    expect(() => connection.watchOwner(untyped(name), () => undefined)).toThrow(TypeError);
  });

  test("a watcher that is no function", () => {
    expect(() => connection.watchOwner("net.example.Peer", untyped("text"))).toThrow(
      new TypeError('"onChange" must be a function'),
    );
  });
});

describe("what D-Bus has no place for is not sent", () => {
  const tooLong = `a.${"b".repeat(255)}`;
  test.each<[keyof MethodCall, string, string]>([
    ["destination", "no dots", "destination is not a valid bus name"],
    ["destination", "", "destination is not a valid bus name"],
    ["destination", tooLong, "destination is not a valid bus name"],
    ["path", "relative", "path is not a valid object path"],
    ["path", "/trailing/", "path is not a valid object path"],
    ["interface", "nodots", "interface is not a valid interface name"],
    ["member", "with.dot", "member is not a valid member name"],
    ["member", "", "member is not a valid member name"],
  ])("%s %j", async (field, value, cause) => {
    const error = await failure(connection.call({ ...peerCall("Echo"), [field]: value }));
    expect(error).toMatchObject({ code: "not_sent", message: expect.stringContaining(cause) });
  });

  test("a noncharacter, which sd-bus takes for invalid text", async () => {
    const error = await failure(connection.call(peerCall("Echo", ["\uFFFF"])));
    expect(error).toMatchObject({ code: "not_sent", message: expect.stringContaining("noncharacter") });
  });

  test("a message that is larger than D-Bus allows", async () => {
    const half = "x".repeat(70 * 1024 * 1024);
    await expect(failure(connection.call(peerCall("Echo", [half, half])))).resolves.toMatchObject({
      code: "not_sent",
    });
  });

  test("and the connection goes on", async () => {
    await failure(connection.call({ ...peerCall("Echo"), path: "relative" }));
    await expect(callBus(connection, "GetId").reply).resolves.toMatch(/^[0-9a-f]{32}$/);
  });
});

test("methods work on a connection only", () => {
  const { call, close } = connection;
  expect(() => call.call(untyped({}), peerCall("Echo"))).toThrow(TypeError);
  expect(() => close.call(untyped({}))).toThrow(TypeError);
  expect(() => Reflect.get(Object.getPrototypeOf(connection) as object, "connected", {})).toThrow();
});

test("cancelling takes the id of a call, and one that names none does nothing", async () => {
  const call = callBus(connection, "GetId");
  for (const id of ["1", -1, Number.NaN, Infinity, undefined, {}]) {
    expect(() => connection.cancel(untyped(id))).toThrow(TypeError);
  }
  for (const id of [0, call.id + 1_000_000, Number.MAX_SAFE_INTEGER]) connection.cancel(id);
  await expect(call.reply).resolves.toMatch(/^[0-9a-f]{32}$/);
});
