import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addon } from "../support/addon.mjs";
import { openWindow } from "../support/programs.mjs";
import { standIn } from "../support/stand-in.mjs";
import { failure, interactiveRequest, tokenRequest } from "./requests.mjs";

const METHOD = "RequestTokenForWindowAsync";

describe("the owner of the broker's window", () => {
  test("is the window that the caller gives, of whatever process", async () => {
    const log = standIn();
    const window = await openWindow();
    await addon.getToken(interactiveRequest({ parentWindow: window.handle })).answer;
    await window.close();
    const [call] = log.calls(METHOD);
    assert.equal(call.window, Number(window.handle));
    assert.equal(call.windowExists, true);
    assert.equal(call.windowOfThisProcess, false);
  });

  test("is a small window of the request's own thread without one, which answers its messages", async () => {
    const log = standIn({ calls: { [METHOD]: { delay: 200 } } });
    await addon.getToken(interactiveRequest()).answer;
    const [call] = log.calls(METHOD);
    assert.equal(call.windowExists, true);
    assert.equal(call.windowOfThisProcess, true);
    assert.equal(call.windowOfThisThread, true);
    assert.equal(call.windowVisible, false);
    const { windowExists, windowAnswers } = await log.happens("window", METHOD);
    assert.deepEqual({ windowExists, windowAnswers }, { windowExists: true, windowAnswers: true });
  });

  test("is such a window too where the console is not visible", async () => {
    const log = standIn();
    await addon.getToken(interactiveRequest({ parentWindow: "console" })).answer;
    const [call] = log.calls(METHOD);
    assert.equal(call.windowExists, true);
    assert.equal(call.windowOfThisThread, true);
  });

  test("does not outlive its request", async () => {
    const log = standIn();
    await addon.getToken(interactiveRequest()).answer;
    const parentWindow = BigInt(log.calls(METHOD)[0].window);
    const error = await failure(addon.getToken(interactiveRequest({ parentWindow })));
    assert.equal(error.code, "window_not_found");
  });

  test("is there until Windows has let go of a request that was cancelled", async () => {
    const log = standIn({ calls: { [METHOD]: { completes: "never", cancelDelay: 4000 } } });
    const pending = addon.getToken(interactiveRequest());
    const { window } = await log.happens("call", METHOD);
    addon.cancel(pending.id);
    assert.equal((await failure(pending)).code, "cancelled");
    await log.happens("cancel", METHOD);
    standIn();
    await addon.getToken(interactiveRequest({ parentWindow: BigInt(window) })).answer;
  });
});

describe("what is no window is an error that names the field, before Windows is asked for anything", () => {
  test("a handle that never was one", async () => {
    for (const parentWindow of [0n, 1n, 0xdeadbeefn, 2n ** 64n - 1n]) {
      const log = standIn();
      const error = await failure(addon.getToken(interactiveRequest({ parentWindow })));
      assert.equal(error.code, "window_not_found");
      assert.match(error.message, /"parentWindow"/);
      assert.deepEqual(log.lines(), []);
    }
  });

  test("the handle of a window that was closed", async () => {
    const log = standIn();
    const window = await openWindow();
    await window.close();
    const error = await failure(addon.getToken(interactiveRequest({ parentWindow: window.handle })));
    assert.equal(error.code, "window_not_found");
    assert.deepEqual(log.lines(), []);
  });
});

test("a silent request has no window, whatever the caller gives", async () => {
  const log = standIn();
  await addon.getToken(tokenRequest({ parentWindow: 1n })).answer;
  assert.equal(log.calls("GetTokenSilentlyAsync")[0].window, undefined);
});
