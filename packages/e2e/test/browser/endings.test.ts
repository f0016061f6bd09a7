import { getEventListeners } from "node:events";
import { signInWith } from "@authbroker/emulator";
import { describe, expect, test, vi } from "vitest";
import { rejection } from "../support/browser-user.js";
import { runFixture } from "../support/run-fixture.js";
import { idleBrowser, listenerOf, personWho, startBrowserWorld } from "./person.js";

const scopes = ["User.Read"];

/** Waits until nobody listens there any more. */
async function expectClosed(listener: string): Promise<void> {
  await vi.waitFor(() => expect(fetch(listener)).rejects.toThrow("fetch failed"), { timeout: 10_000 });
}

describe("a sign-in in the browser that comes to nothing", () => {
  test("is cancelled by the person, who is not asked again", async () => {
    const { app } = await startBrowserWorld();
    const { openBrowser, opened } = personWho({ cancel: true });
    const error = await rejection(app.acquireTokenInteractive({ scopes, openBrowser }));
    expect(error).toMatchObject({ errorCode: "user_canceled", errorNo: 65004, retryable: false });
    expect(opened).toHaveLength(1);
    expect(await app.getAllAccounts()).toEqual([]);
  });

  test("ends by its time limit when the tab was closed, and says what else may have been shown there", async () => {
    const { app } = await startBrowserWorld();
    const { url, openBrowser } = idleBrowser();
    const call = app.acquireTokenInteractive({ scopes, openBrowser, timeoutMs: 3000 });
    const error = await rejection(call);
    expect(error).toMatchObject({
      errorCode: "request_timeout",
      hint: expect.stringMatching(/AADSTS50011.*http:\/\/localhost .*AADSTS700016.*timeoutMs/),
    });
    await expectClosed(listenerOf(await url));
  });

  test("ends at once by its signal, and nobody listens any more", async () => {
    const { app } = await startBrowserWorld();
    const { url, openBrowser } = idleBrowser();
    const controller = new AbortController();
    const call = rejection(app.acquireTokenInteractive({ scopes, openBrowser, signal: controller.signal }));
    const listener = listenerOf(await url);
    expect((await fetch(listener)).status).toBe(404);
    controller.abort(new Error("the window was closed"));
    expect(await call).toMatchObject({
      errorCode: "request_aborted",
      cause: expect.objectContaining({ message: "the window was closed" }),
    });
    await expectClosed(listener);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  test("does not keep an aborted sign-in's answer", async () => {
    const { app, authority } = await startBrowserWorld();
    const { url, openBrowser } = idleBrowser();
    const controller = new AbortController();
    const call = rejection(app.acquireTokenInteractive({ scopes, openBrowser, signal: controller.signal }));
    const address = await url;
    controller.abort();
    await call;
    await expectClosed(listenerOf(address));
    await expect(signInWith(address.href)).rejects.toThrow("fetch failed");
    expect(await app.getAllAccounts()).toEqual([]);
    expect(authority.requests.filter(({ path }) => path.endsWith("/token"))).toEqual([]);
  });

  test("opens no browser for a signal that was aborted before", async () => {
    const { app } = await startBrowserWorld();
    const { openBrowser, opened } = personWho();
    const call = app.acquireTokenInteractive({ scopes, openBrowser, signal: AbortSignal.abort() });
    expect(await rejection(call)).toMatchObject({ errorCode: "request_aborted" });
    expect(opened).toEqual([]);
  });

  test("leaves the client fit for the next one", async () => {
    const { app } = await startBrowserWorld();
    await rejection(app.acquireTokenInteractive({ scopes, ...idleBrowser(), timeoutMs: 1000 }));
    const { openBrowser } = personWho();
    expect(await app.acquireTokenInteractive({ scopes, openBrowser })).toMatchObject({ route: "browser" });
  });
});

describe("the process ends by itself", () => {
  test.each(["abort", "time limit", "browser that does not open", "browser that never opened"])(
    "after the %s",
    async (ending) => {
      const { authority, emulated } = await startBrowserWorld();
      const fixture = new URL("fixtures/ends.mjs", import.meta.url);
      const { exitCode, stdout, stderr } = await runFixture(fixture, {
        CLIENT_ID: emulated.clientId,
        AUTHORITY_METADATA: JSON.stringify(authority.metadata()),
        ENDING: ending,
      });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toMatch(/^(?:request_aborted|request_timeout|browser_failed)\n$/);
    },
  );
});
