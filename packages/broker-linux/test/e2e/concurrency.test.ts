import type { EmulatorOptions } from "@authbroker/emulator";
import { expect, test } from "vitest";
import { client, emulated, rejection, SCOPES, signedIn, withResolvers } from "./emulator.js";

test("1,000 silent calls at once all bring their token", async () => {
  const emulator = await emulated();
  const { app, account } = await signedIn(emulator);
  const results = await Promise.all(
    Array.from({ length: 1000 }, () => app.acquireTokenSilent({ scopes: SCOPES, account })),
  );
  expect(results.every(({ accessToken }) => accessToken !== "")).toBe(true);
  expect(new Set(results.map(({ correlationId }) => correlationId)).size).toBe(1000);
});

test("an interactive call that waits for a person holds up no silent one", async () => {
  const person = withResolvers<{ user: string }>();
  const decisions: (Promise<{ user: string }> | { user: string })[] = [{ user: ADELE }, person.promise];
  const emulator = await emulated({ onInteraction: () => decisions.shift() ?? { cancel: true } });
  const { app, account } = await signedIn(emulator);

  let settled = false;
  const interactive = app.acquireTokenInteractive({ scopes: SCOPES }).finally(() => {
    settled = true;
  });
  const silent = await Promise.all(
    Array.from({ length: 100 }, () => app.acquireTokenSilent({ scopes: SCOPES, account })),
  );
  expect(silent).toHaveLength(100);
  expect(settled).toBe(false);
  person.resolve({ user: ADELE });
  expect((await interactive).account?.username).toBe(ADELE);
});

test("aborting an interactive call ends it and closes the broker's window at once", async () => {
  const window = openWindow();
  const emulator = await emulated({ onInteraction: window.onInteraction });
  const app = await client(emulator);
  const controller = new AbortController();
  const pending = rejection(app.acquireTokenInteractive({ scopes: SCOPES, signal: controller.signal }));
  await window.opened;
  const reason = new Error("the user went elsewhere");
  controller.abort(reason);
  expect(await pending).toMatchObject({ errorCode: "request_aborted", cause: reason });
  await window.closed;
});

test("an interactive call that runs out of time closes the broker's window", async () => {
  const window = openWindow();
  const emulator = await emulated({ onInteraction: window.onInteraction });
  const app = await client(emulator);
  const error = await rejection(app.acquireTokenInteractive({ scopes: SCOPES, timeoutMs: 200 }));
  expect(error).toMatchObject({ errorCode: "request_timeout", retryable: true });
  await window.closed;
});

test("a second interactive call while one is open is refused, whatever becomes of it, and the first one goes on", async () => {
  const person = withResolvers<{ user: string }>();
  const opened = withResolvers<void>();
  const emulator = await emulated({
    onInteraction: () => {
      opened.resolve();
      return person.promise;
    },
  });
  const app = await client(emulator);
  const first = app.acquireTokenInteractive({ scopes: SCOPES });
  await opened.promise;
  const controller = new AbortController();
  const { signal } = controller;
  const aborted = rejection(app.acquireTokenInteractive({ scopes: SCOPES, signal }));
  controller.abort();
  expect(await aborted).toMatchObject({ errorCode: "request_aborted" });
  expect(await rejection(app.acquireTokenInteractive({ scopes: SCOPES }))).toMatchObject({
    errorCode: "platform_broker_error",
    message: expect.stringContaining("an interactive call is open already"),
  });
  person.resolve({ user: ADELE });
  expect((await first).account?.username).toBe(ADELE);
  expect(emulator.broker.requests.map(({ method }) => method)).not.toContain("cancelInteractiveFlow");
  expect((await app.acquireTokenInteractive({ scopes: SCOPES })).account?.username).toBe(ADELE);
});

test("a silent call can be aborted while the broker thinks", async () => {
  const emulator = await emulated();
  const { app, account } = await signedIn(emulator);
  emulator.broker.faults.add({ fault: "no-reply" });
  const controller = new AbortController();
  const pending = rejection(app.acquireTokenSilent({ scopes: SCOPES, account, signal: controller.signal }));
  controller.abort();
  expect(await pending).toMatchObject({ errorCode: "request_aborted" });
  emulator.broker.faults.clear();
  expect((await app.acquireTokenSilent({ scopes: SCOPES, account })).route).toBe("broker");
});

const ADELE = "adele@contoso.example";

/** A broker's window that nobody answers, until the broker closes it. */
function openWindow(): {
  readonly onInteraction: NonNullable<EmulatorOptions["onInteraction"]>;
  readonly opened: Promise<void>;
  readonly closed: Promise<void>;
} {
  const opened = withResolvers<void>();
  const closed = withResolvers<void>();
  return {
    opened: opened.promise,
    closed: closed.promise,
    onInteraction: ({ signal }) => {
      opened.resolve();
      return new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          closed.resolve();
          resolve({ cancel: true });
        });
      });
    },
  };
}
