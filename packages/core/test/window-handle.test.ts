import { CONSOLE_WINDOW_HANDLE, PublicClientApplication } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { createApp, fakeBroker } from "./fake-broker.js";
import { rejection } from "./rejection.js";

const EIGHT = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]);
const inTheMiddle = Buffer.concat([Buffer.alloc(3, 0xff), EIGHT, Buffer.alloc(3, 0xff)]).subarray(3, 11);

const fields = ["parentWindowHandle", "windowHandle"] as const;

/** What of Electron's class is read; its method needs its `this`. */
class BrowserWindowLike {
  readonly #handle: Buffer;

  constructor(handle: Buffer) {
    this.#handle = handle;
  }

  getNativeWindowHandle(): Buffer {
    return this.#handle;
  }
}

describe.each(fields)("%s", (field) => {
  test.each<[string, unknown, bigint | "console"]>([
    ["the terminal's window", CONSOLE_WINDOW_HANDLE, "console"],
    ["a number", 33_554_498, 33_554_498n],
    ["a bigint", 0xffff_ffff_ffff_ffffn, 0xffff_ffff_ffff_ffffn],
    ["a Buffer of 4 bytes", Buffer.from([0x42, 0, 0, 2]), 33_554_498n],
    ["a Buffer of 4 bytes with the highest bit set", Buffer.from([0, 0, 0, 0x80]), 0x8000_0000n],
    ["a Buffer of 8 bytes", EIGHT, 0x0807_0605_0403_0201n],
    ["a part of a larger Buffer", inTheMiddle, 0x0807_0605_0403_0201n],
    ["a Uint8Array", new Uint8Array(EIGHT), 0x0807_0605_0403_0201n],
    ["a BrowserWindow", new BrowserWindowLike(EIGHT), 0x0807_0605_0403_0201n],
  ])("takes %s", async (_kind, handle, sent) => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    await app.acquireTokenInteractive({ [field]: handle });

    expect(calls[0]?.request).toHaveProperty("parentWindow", sent);
  });

  test("is left out of the request when it is undefined", async () => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    await app.acquireTokenInteractive({ [field]: undefined });

    expect(calls[0]?.request).not.toHaveProperty("parentWindow");
  });

  test.each<[string, unknown]>([
    ["null", null],
    ["zero", 0],
    ["a zero bigint", 0n],
    ["a negative number", -1],
    ["a fraction", 1.5],
    ["NaN", Number.NaN],
    ["a number beyond the safe integers", 2 ** 53],
    ["more than 64 bits", 2n ** 64n],
    ["a string", "33554498"],
    ["true", true],
    ["another symbol", Symbol("console")],
    ["an empty Buffer", Buffer.alloc(0)],
    ["the one-byte Buffer that msal-node fills in", Buffer.from([1])],
    ["a Buffer of zeros", Buffer.alloc(8)],
    ["a Buffer of 5 bytes", Buffer.alloc(5, 1)],
    ["a plain object", {}],
    ["an array", [1]],
    ["a window without a handle", new BrowserWindowLike(Buffer.alloc(0))],
    ["a getNativeWindowHandle that is no function", { getNativeWindowHandle: EIGHT }],
    ["a getNativeWindowHandle that gives no bytes", { getNativeWindowHandle: () => "0x42" }],
    ["a window that was destroyed", { getNativeWindowHandle: destroyed }],
  ])("refuses %s by name, and nothing is sent", async (_kind, handle) => {
    const { broker, calls } = fakeBroker();
    const app = await createApp(broker);

    const error = await rejection(app.acquireTokenInteractive({ [field]: handle }));

    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain(`"${field}"`);
    expect(calls).toStrictEqual([]);
  });
});

test("the terminal's window is one symbol, wherever it is taken from", async () => {
  const app = await createApp(fakeBroker().broker);

  expect(app.CONSOLE_WINDOW_HANDLE).toBe(CONSOLE_WINDOW_HANDLE);
  expect(PublicClientApplication.CONSOLE_WINDOW_HANDLE).toBe(CONSOLE_WINDOW_HANDLE);
});

function destroyed(): never {
  throw new TypeError("Object has been destroyed");
}
