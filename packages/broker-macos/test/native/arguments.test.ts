import { describe, expect, test } from "vitest";
import { addon, request, standIn } from "./addon.js";

/** What plain JavaScript could pass: the types are not looked at. */
function untyped(value: unknown): never {
  return value as never;
}

const LONE = "\uD800";
const TIMEOUT = '"timeoutMs" must be a number of milliseconds from 0 to 4294967295';
const VIEW = '"view" must be a Uint8Array of 8 bytes';

describe("what is no request is a TypeError that names the field, and nothing is asked", () => {
  test.each<[field: string, value: unknown, message: string]>([
    ["url", 1, '"url" must be a string'],
    ["url", undefined, '"url" must be a string'],
    ["url", "https://a.example/\0", '"url" must not contain a NUL character'],
    ["url", `https://a.example/${LONE}`, '"url" must not contain a lone surrogate'],
    ["url", "", '"url" must be an absolute URL'],
    ["url", "login.microsoftonline.com/common", '"url" must be an absolute URL'],
    ["url", "mailto:somebody", '"url" must be an absolute URL'],
    ["operation", null, '"operation" must be a string'],
    ["operation", Symbol("refresh"), '"operation" must be a string'],
    ["operation", "re\0fresh", '"operation" must not contain a NUL character'],
    ["operation", `a${LONE}`, '"operation" must not contain a lone surrogate'],
    ["options", undefined, '"options" must be an array'],
    ["options", { client_id: "a" }, '"options" must be an array'],
    ["options", "client_id", '"options" must be an array'],
    ["options", ["client_id"], '"options[0]" must be an array of a name and a value'],
    ["options", [["client_id"]], '"options[0]" must be an array of a name and a value'],
    [
      "options",
      [
        ["a", "b"],
        ["a", "b", "c"],
      ],
      '"options[1]" must be an array of a name and a value',
    ],
    ["options", [["a", "b"], null], '"options[1]" must be an array of a name and a value'],
    ["options", [[1, "b"]], '"options[0][0]" must be a string'],
    [
      "options",
      [
        ["a", "b"],
        ["c", 2],
      ],
      '"options[1][1]" must be a string',
    ],
    ["options", [["a", undefined]], '"options[0][1]" must be a string'],
    ["options", [["a", ["b"]]], '"options[0][1]" must be a string'],
    ["options", [["a", Object("b")]], '"options[0][1]" must be a string'],
    ["options", [["a\0", "b"]], '"options[0][0]" must not contain a NUL character'],
    ["options", [["a", "b\0c"]], '"options[0][1]" must not contain a NUL character'],
    ["options", [["a", "\0"]], '"options[0][1]" must not contain a NUL character'],
    ["options", [[LONE, "b"]], '"options[0][0]" must not contain a lone surrogate'],
    ["options", [["a", `b${LONE}c`]], '"options[0][1]" must not contain a lone surrogate'],
    ["options", [["a", "\uDC00\uD800"]], '"options[0][1]" must not contain a lone surrogate'],
    [
      "options",
      Object.assign([], { length: 4_294_967_295 }),
      '"options[0]" must be an array of a name and a value',
    ],
    ["userInterface", undefined, '"userInterface" must be true or false'],
    ["userInterface", 1, '"userInterface" must be true or false'],
    ["userInterface", "true", '"userInterface" must be true or false'],
    ["view", null, VIEW],
    ["view", 8, VIEW],
    ["view", "12345678", VIEW],
    ["view", new Uint8Array(7).fill(1), VIEW],
    ["view", new Uint8Array(9).fill(1), VIEW],
    ["view", new Uint8Array(0), VIEW],
    ["view", new Uint8ClampedArray(8).fill(1), VIEW],
    ["view", new BigUint64Array(1).fill(1n), VIEW],
    ["view", new Float64Array(8).fill(1), VIEW],
    ["view", new ArrayBuffer(8), VIEW],
    ["view", new DataView(new ArrayBuffer(8)), VIEW],
    ["view", [1, 2, 3, 4, 5, 6, 7, 8], VIEW],
    ["view", new Uint8Array(8), '"view" must point to an NSView'],
    ["timeoutMs", undefined, TIMEOUT],
    ["timeoutMs", -1, TIMEOUT],
    ["timeoutMs", Number.NaN, TIMEOUT],
    ["timeoutMs", Number.POSITIVE_INFINITY, TIMEOUT],
    ["timeoutMs", 4_294_967_296, TIMEOUT],
    ["timeoutMs", 10n, TIMEOUT],
    ["timeoutMs", "10", TIMEOUT],
  ])("%s, case %#", (field, value, message) => {
    standIn.play({ operations: { ask: {} } });
    expect(() => addon.start(untyped({ ...request(), [field]: value }))).toThrow(new TypeError(message));
    expect(standIn.events()).toEqual([]);
    expect(addon.needsPump()).toBe(false);
  });

  test("a view whose memory was given away", () => {
    const view = new Uint8Array(8).fill(1);
    structuredClone(view.buffer, { transfer: [view.buffer] });
    expect(() => addon.start(request({ view }))).toThrow(new TypeError(VIEW));
  });

  test.each([undefined, null, "text", 1, () => undefined])("a request that is %o", (value) => {
    expect(() => addon.start(untyped(value))).toThrow(new TypeError('"request" must be an object'));
  });

  test.each(["url", "operation", "options", "userInterface", "view", "timeoutMs"])(
    "an error from a getter of %s is passed on",
    (field) => {
      const getter = {
        get: () => {
          throw new RangeError("from the getter");
        },
      };
      const broken = Object.defineProperty({ ...request() }, field, getter);
      expect(() => addon.start(broken)).toThrow(new RangeError("from the getter"));
    },
  );
});

describe("the other functions", () => {
  test.each([undefined, 1, {}, { setTimeout }, { setTimeout, clearTimeout: 1 }])(
    "no timers are %o",
    (timers) => {
      expect(() => addon.useTimers(untyped(timers))).toThrow(TypeError);
    },
  );

  test.each([undefined, 1, {}, "a\0b", LONE, "relative"])("no URL can be asked about that is %o", (url) => {
    expect(() => addon.canPerform(untyped(url))).toThrow(TypeError);
  });

  test.each([undefined, 1, {}, "a\0b", LONE])("no application is named %o", (name) => {
    expect(() => addon.applicationVersion(untyped(name))).toThrow(/^"bundleIdentifier" must /);
  });

  test.each([undefined, null, "1", 0, -1, Number.NaN])("no operation has the id %o", (id) => {
    expect(() => addon.cancel(untyped(id))).toThrow(new TypeError('"id" must be the id of an operation'));
  });

  test.each([1e9, 1.5, Number.POSITIVE_INFINITY])(
    "an id that no operation has, %o, cancels nothing",
    (id) => {
      expect(addon.cancel(id)).toBeUndefined();
    },
  );
});
