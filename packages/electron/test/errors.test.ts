import { once } from "node:events";
import { BrokerError } from "@authbroker/core";
import { bridgeError } from "@authbroker/electron/main";
import { describe, expect, test } from "vitest";
import { rejected, served } from "./served.js";

describe("an error of the main process", () => {
  test("reaches the page with its code, its message and what to do", async () => {
    const { page } = await served({}, { onInteraction: async () => ({ cancel: true }) });
    const error = await rejected(page.authbroker.signIn());
    expect(error).toMatchObject({
      name: "ClientAuthError",
      errorCode: "user_canceled",
      message: expect.stringMatching(/^user_canceled: [^]*troubleshooting\.md#user_canceled$/),
      retryable: false,
      correlationId: expect.any(String),
    });
  });

  test("is told to the application whole", async () => {
    const told: unknown[] = [];
    const { page } = await served({ onError: (error) => told.push(error) });
    const error = await rejected(page.authbroker.signIn({ prompt: "none" }));
    expect(error).toMatchObject({ errorCode: "interaction_required" });
    expect(told).toEqual([expect.any(BrokerError)]);
  });

  test("crosses as plain data, without cause and stack", () => {
    const error = new BrokerError("interaction_required", {
      message: "a person is needed",
      hint: "Call signIn().",
      claims: '{"access_token":{}}',
      retryAfter: 3,
      subError: "basic_action",
      errorNo: 50076,
      correlationId: "c",
      broker: { status: "InteractionRequired", tag: "4ulu5" },
      cause: new Error("secret of the main process"),
    });
    const crossed = bridgeError(error);
    expect(structuredClone(crossed)).toEqual({
      name: "BrokerError",
      message: error.message,
      errorCode: "interaction_required",
      errorMessage: error.errorMessage,
      hint: "Call signIn().",
      retryable: false,
      correlationId: "c",
      claims: '{"access_token":{}}',
      retryAfter: 3,
      subError: "basic_action",
      errorNo: 50076,
      broker: { status: "InteractionRequired", tag: "4ulu5" },
    });
    expect(JSON.stringify(crossed)).not.toContain("secret");
  });

  test("that is none, is not quoted", () => {
    expect(JSON.stringify(bridgeError("a secret"))).not.toContain("secret");
  });
});

test("a page whose main process serves nobody is told so", async () => {
  const { page, service } = await served();
  service.close();
  expect(await rejected(page.authbroker.getAllAccounts())).toMatchObject({
    message: expect.stringContaining("No handler registered"),
    hint: "Call serveAuthbroker() in the main process before a page calls.",
  });
});

test.each([
  { what: "a function", answer: () => "a function with a secret" },
  { what: "a symbol", answer: Symbol("secret") },
  { what: "a proxy", answer: new Proxy({}, {}) },
])("a method that answers with $what is named, and the application told why", async ({ answer }) => {
  const told: unknown[] = [];
  const methods = { give: () => answer };
  const { page } = await served({ methods, onError: (error) => told.push(error) });
  expect(await rejected(page.authbroker.call("give", undefined))).toEqual({
    name: "Error",
    message:
      'the method "give" gave an answer that cannot be copied to a page. Answer with plain data: no function, promise, symbol, proxy or NativeImage.',
  });
  expect(told).toEqual([
    expect.objectContaining({ cause: expect.objectContaining({ name: "DataCloneError" }) }),
  ]);
});

test("an onError that throws takes no page its answer, and is warned of", async () => {
  const warned = once(process, "warning");
  const { page } = await served({
    onError: () => {
      throw new Error("the disk is full");
    },
  });
  expect(await rejected(page.authbroker.call("it", undefined))).toMatchObject({ name: "TypeError" });
  expect(await warned).toEqual([
    expect.objectContaining({
      name: "AuthbrokerWarning",
      message: '"onError" of serveAuthbroker() threw: the disk is full',
      detail: expect.stringContaining("errors.test.ts"),
    }),
  ]);
});

test("two bridges on one channel are refused by Electron, not silently merged", async () => {
  const { client, electron } = await served();
  const { serveAuthbroker } = await import("@authbroker/electron/main");
  const { ipcMain, BrowserWindow } = electron;
  expect(() => serveAuthbroker(client, { ipcMain, BrowserWindow, origins: ["app://notes"] })).toThrow(
    /second handler/,
  );
});
