import assert from "node:assert/strict";
import { test } from "node:test";
import { addon } from "../support/addon.mjs";
import { openWindow, runInConsole } from "../support/programs.mjs";
import { getToken, interactiveRequest } from "./requests.mjs";
import { standIn } from "../support/stand-in.mjs";

const METHOD = "RequestTokenForWindowAsync";

/**
 * The small own window of a request that is on its way, and what becomes of it.
 *
 * @param {Partial<import("../../../src/addon.js").TokenRequest>} fields
 */
async function ownWindow(fields) {
  const log = standIn({ answers: [{ token: "t" }], calls: { [METHOD]: { delay: 200 } } });
  const answer = await getToken({ mode: "interactive", ...fields });
  assert.equal(answer.response?.token, "t");
  const [call] = log.calls(METHOD);
  return { call, asked: await log.happens("window", METHOD) };
}

/** @param {unknown} window as the log has it */
function handleOf(window) {
  return BigInt(Number(window));
}

test("without an owner the broker gets a window of the operation's own, which nobody sees and which answers", async () => {
  const { call, asked } = await ownWindow({});
  assert.notEqual(call?.window, 0);
  assert.equal(call?.windowExists, true);
  assert.equal(call?.windowVisible, false);
  assert.equal(call?.windowOfThisProcess, true);
  assert.equal(call?.windowOfThisThread, true);
  assert.equal(asked.windowAnswers, true, "the thread that waits lets its window answer");
  assert.notEqual(asked.thread, call?.thread);
});

test("the own window is gone when the request is answered, fails or is cancelled", async () => {
  const ended = [];
  const { call } = await ownWindow({});
  ended.push(call?.window);

  const failing = standIn({ calls: { [METHOD]: { operationFails: 0x80_00_40_05 } } });
  await assert.rejects(getToken({ mode: "interactive" }), { code: "operation_failed" });
  ended.push(failing.calls(METHOD)[0]?.window);

  const cancelled = standIn({ calls: { [METHOD]: { completes: "never" } } });
  const pending = addon.getToken(interactiveRequest());
  await cancelled.happens("call", METHOD);
  addon.cancel(pending.id);
  await assert.rejects(pending.answer, { code: "cancelled" });
  await cancelled.happens("end", METHOD);
  ended.push(cancelled.calls(METHOD)[0]?.window);

  // The thread ends after its promise has settled; the next window there is made after that.
  for (const window of ended) await isGone(handleOf(window));
});

test("the own window is there until Windows has let go of a request that was cancelled", async () => {
  const log = standIn({ calls: { [METHOD]: { completes: "never", cancelDelay: 4000 } } });
  const pending = addon.getToken(interactiveRequest());
  const { window } = await log.happens("call", METHOD);
  addon.cancel(pending.id);
  await assert.rejects(pending.answer, { code: "cancelled" });
  await log.happens("cancel", METHOD);
  const { call } = await ownWindow({ parentWindow: handleOf(window) });
  assert.equal(call?.windowExists, true);
  assert.equal(log.happened("end", METHOD), false, "the request that was cancelled has not ended");
});

test("a console that is visible is the owner", async () => {
  const log = standIn({ answers: [{ token: "t" }] });
  const fixture = new URL("fixtures/asks-person.mjs", import.meta.url);
  assert.deepEqual(await runInConsole(fixture), { exitCode: 0, output: "" });
  const [call] = log.calls(METHOD);
  assert.equal(call?.windowVisible, true);
  assert.equal(call?.windowOfThisProcess, false);
});

test("without a console that is visible, the broker gets an own window", async () => {
  const { call } = await ownWindow({ parentWindow: "console" });
  assert.equal(call?.windowOfThisProcess, true);
  assert.equal(call?.windowExists, true);
});

for (const visibility of /** @type {const} */ (["visible", "hidden"])) {
  test(`the caller's ${visibility} window is the owner, also one of another process`, async () => {
    const owner = await openWindow(visibility);
    try {
      const { call, asked } = await ownWindow({ parentWindow: owner.handle });
      assert.equal(handleOf(call?.window), owner.handle);
      assert.equal(call?.windowVisible, visibility === "visible");
      assert.equal(call?.windowOfThisProcess, false);
      assert.equal(asked.windowAnswers, true);
    } finally {
      await owner.close();
    }
  });
}

test("a window of the caller's is left alone", async () => {
  const owner = await openWindow();
  try {
    await ownWindow({ parentWindow: owner.handle });
    const { call } = await ownWindow({ parentWindow: owner.handle });
    assert.equal(call?.windowExists, true);
  } finally {
    await owner.close();
  }
});

test("a window that is gone, that never was, or zero is refused before the broker is asked", async () => {
  const owner = await openWindow();
  await owner.close();
  for (const parentWindow of [owner.handle, 0n, 1n, 0xdeadbeefn, 2n ** 64n - 1n]) {
    const log = standIn({ answers: [{ token: "t" }] });
    await assert.rejects(getToken({ mode: "interactive", parentWindow }), {
      code: "window_not_found",
      message: '"parentWindow" is no window, or not any more.',
    });
    assert.deepEqual(log.lines(), []);
  }
});

test("a window that goes while the provider is looked for is refused by the broker", async () => {
  const owner = await openWindow();
  const log = standIn({ calls: { FindAccountProviderWithAuthorityAsync: { delay: 1000 } } });
  const answer = getToken({ mode: "interactive", parentWindow: owner.handle });
  await log.happens("call", "FindAccountProviderWithAuthorityAsync");
  await owner.close();
  await assert.rejects(answer, { code: "call_failed", function: METHOD, hresult: 0x80_07_05_78 });
});

test("a silent request needs no window, and makes none", async () => {
  const log = standIn({ answers: [{ token: "t" }] });
  await getToken({ parentWindow: 1n });
  assert.equal(log.calls("GetTokenSilentlyAsync")[0]?.window, undefined);
});

/**
 * Waits until a handle is no window any more.
 *
 * @param {bigint} handle
 */
async function isGone(handle) {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    standIn({ answers: [{ token: "t" }] });
    try {
      await getToken({ mode: "interactive", parentWindow: handle });
    } catch (error) {
      assert.equal(/** @type {{ code?: string }} */ (error).code, "window_not_found");
      return;
    }
  }
  assert.fail("the window is still there");
}
