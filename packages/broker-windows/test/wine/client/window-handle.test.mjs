import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CONSOLE_WINDOW_HANDLE } from "@authbroker/core";
import { openWindow } from "../support/programs.mjs";
import { standIn } from "../support/stand-in.mjs";
import { createApp, rejection, SCOPES, TOKEN } from "./client.mjs";

const METHOD = "RequestTokenForWindowAsync";

/** @type {readonly [name: string, of: (handle: bigint) => unknown][]} */
const FORMS = [
  ["a bigint", (handle) => handle],
  ["a number", Number],
  ["a Buffer of 8 bytes, as Electron gives it", buffer8],
  ["a Buffer of 4 bytes, as Electron gives it on ia32", buffer4],
  ["a window of Electron", (handle) => ({ getNativeWindowHandle: () => buffer8(handle) })],
];

/** @param {bigint} handle */
function buffer8(handle) {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(handle);
  return buffer;
}

/** @param {bigint} handle */
function buffer4(handle) {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(Number(handle));
  return buffer;
}

/** @param {unknown} parentWindowHandle */
async function signIn(parentWindowHandle) {
  const app = await createApp();
  return app.acquireTokenInteractive({ scopes: SCOPES, parentWindowHandle });
}

describe("Windows' window belongs to the application's", () => {
  for (const [name, of] of FORMS) {
    test(`given as ${name}`, async () => {
      const log = standIn({ answers: [TOKEN] });
      const window = await openWindow();
      await signIn(of(window.handle));
      await window.close();
      assert.equal(log.calls(METHOD)[0].window, Number(window.handle));
    });
  }

  test("and to one of the library's own without, and for a console that nobody sees", async () => {
    for (const parentWindowHandle of [undefined, CONSOLE_WINDOW_HANDLE]) {
      const log = standIn({ answers: [TOKEN] });
      await signIn(parentWindowHandle);
      const [call] = log.calls(METHOD);
      assert.deepEqual([call.windowExists, call.windowOfThisProcess], [true, true]);
    }
  });
});

describe("what is no handle is an error that names the field", () => {
  for (const nothing of [0, 0n, Buffer.alloc(8), Buffer.alloc(4), Buffer.alloc(3), -1, 1.5, "window"]) {
    test(`such as ${nothing instanceof Buffer ? `${nothing.length} zero bytes` : String(nothing)} of type ${typeof nothing}`, async () => {
      const log = standIn({ answers: [TOKEN] });
      const error = await rejection(signIn(nothing));
      assert.ok(error instanceof TypeError);
      assert.match(error.message, /"parentWindowHandle"/);
      assert.deepEqual(log.lines(), []);
    });
  }

  test("and so is the handle of a window that was closed, before Windows is asked for a token", async () => {
    const log = standIn({ answers: [TOKEN] });
    const window = await openWindow();
    await window.close();
    const error = await rejection(signIn(window.handle));
    assert.equal(error.errorCode, "request_unsupported");
    assert.match(error.message, /"parentWindowHandle"/);
    assert.deepEqual(log.calls(METHOD), []);
  });
});
