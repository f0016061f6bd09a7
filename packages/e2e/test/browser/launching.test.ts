import { signInWith } from "@authbroker/emulator";
import { describe, expect, test, vi } from "vitest";
import { rejection } from "../support/browser-user.js";
import { startWorld } from "../support/sign-in-app.js";
import { deferred, listenerOf, personWho, startBrowserWorld } from "./person.js";

const scopes = ["User.Read"];

describe("opening the browser", () => {
  test.each<[string, (url: string) => Promise<void>]>([
    ["rejects", () => Promise.reject(new Error("no browser in this kiosk"))],
    [
      "throws",
      () => {
        throw new Error("no browser in this kiosk");
      },
    ],
  ])("an openBrowser that %s ends the call with its words, and nobody listens any more", async (_, fail) => {
    const { app } = await startBrowserWorld();
    let listener = "";
    const openBrowser = (url: string): Promise<void> => {
      listener = listenerOf(new URL(url));
      return fail(url);
    };
    const error = await rejection(app.acquireTokenInteractive({ scopes, openBrowser }));
    expect(error).toMatchObject({
      errorCode: "browser_failed",
      message: expect.stringContaining("no browser in this kiosk"),
      hint: expect.stringContaining("deviceCodeCallback"),
    });
    await vi.waitFor(() => expect(fetch(listener)).rejects.toThrow("fetch failed"), { timeout: 10_000 });
  });

  test("the words of a failed openBrowser do not carry the address", async () => {
    const { app } = await startBrowserWorld();
    const openBrowser = (url: string): Promise<void> => Promise.reject(new RangeError(`cannot open ${url}`));
    const loginHint = "adele@contoso.example";
    const error = await rejection(app.acquireTokenInteractive({ scopes, openBrowser, loginHint }));
    expect(error.message).toContain("the browser could not be opened: cannot open (the URL)");
    expect(`${error.stack} ${String(error.cause)}`).not.toMatch(/code_challenge|adele/);
    expect(error.cause).toMatchObject({ name: "RangeError" });
  });

  test("an openBrowser that never resolves does not keep the answer from being taken", async () => {
    const { app } = await startBrowserWorld();
    const openBrowser = (url: string): Promise<void> => {
      void signInWith(url);
      return new Promise(() => {});
    };
    expect(await app.acquireTokenInteractive({ scopes, openBrowser })).toMatchObject({ route: "browser" });
  });

  test("an openBrowser that fails after the sign-in changes nothing", async () => {
    const { app } = await startBrowserWorld();
    const openBrowser = async (url: string): Promise<void> => {
      await signInWith(url);
      throw new Error("the window was closed hard");
    };
    expect(await app.acquireTokenInteractive({ scopes, openBrowser })).toMatchObject({ route: "browser" });
  });

  test("an openBrowser that fails after the answer does not hide what the authority says to it", async () => {
    const { app, authority } = await startBrowserWorld();
    authority.faults.add({ fault: "unavailable-503-json", endpoint: "token" });
    const openBrowser = async (url: string): Promise<void> => {
      await signInWith(url);
      throw new Error("xdg-open ended with 4");
    };
    const error = await rejection(app.acquireTokenInteractive({ scopes, openBrowser }));
    expect(error.errorCode).toBe("server_unavailable");
  });
});

describe("onBeforeLaunchingUi", () => {
  test("is told the route before the browser opens, once", async () => {
    const { app } = await startBrowserWorld();
    const order: string[] = [];
    const person = personWho();
    await app.acquireTokenInteractive({
      scopes,
      onBeforeLaunchingUi: (route) => void order.push(route),
      openBrowser: (url) => {
        order.push("opened");
        return person.openBrowser(url);
      },
    });
    expect(order).toEqual(["browser", "opened"]);
  });

  test("is told the broker's route before its window opens", async () => {
    const { createApp, emulated } = await startWorld();
    const app = await createApp();
    const order: string[] = [];
    await app.acquireTokenInteractive({
      scopes,
      onBeforeLaunchingUi: (route) => {
        const asked = emulated.requests.some(({ method }) => method === "acquireTokenInteractive");
        order.push(`${route}, ${asked ? "after" : "before"}`);
      },
    });
    expect(order).toEqual(["broker, before"]);
  });

  test("ends the call by throwing, and no browser opens", async () => {
    const { app, authority } = await startBrowserWorld();
    const { openBrowser, opened } = personWho();
    const call = app.acquireTokenInteractive({
      scopes,
      openBrowser,
      onBeforeLaunchingUi: () => {
        throw new Error("not while presenting");
      },
    });
    expect(await rejection(call)).toMatchObject({
      errorCode: "request_aborted",
      message: expect.stringContaining("not while presenting"),
    });
    expect(opened).toEqual([]);
    expect(authority.requests).toEqual([]);
  });

  test("is waited for, and ends the call by rejecting", async () => {
    const { app } = await startBrowserWorld();
    const { openBrowser, opened } = personWho();
    const call = app.acquireTokenInteractive({
      scopes,
      openBrowser,
      onBeforeLaunchingUi: async () => {
        await new Promise(setImmediate);
        throw new Error("not while presenting");
      },
    });
    expect(await rejection(call)).toMatchObject({
      errorCode: "request_aborted",
      message: expect.stringContaining('"onBeforeLaunchingUi" threw: not while presenting'),
    });
    expect(opened).toEqual([]);
  });

  test.each(["broker", "browser"])(
    "opens nothing on the %s route when the call ended meanwhile",
    async (route) => {
      const { createApp, emulated } = await startWorld();
      const app = await createApp(route === "broker" ? {} : { broker: {} });
      const { openBrowser, opened } = personWho();
      const controller = new AbortController();
      const { promise: asked, resolve: ask } = deferred<void>();
      const { promise: allowed, resolve: allow } = deferred<void>();
      const onBeforeLaunchingUi = (): Promise<void> => {
        ask();
        return allowed;
      };
      const { signal } = controller;
      const call = rejection(
        app.acquireTokenInteractive({ scopes, openBrowser, onBeforeLaunchingUi, signal }),
      );
      await asked;
      controller.abort();
      expect(await call).toMatchObject({ errorCode: "request_aborted" });
      allow();
      await new Promise(setImmediate);
      expect(opened).toEqual([]);
      expect(emulated.requests.filter(({ method }) => method === "acquireTokenInteractive")).toEqual([]);
    },
  );
});
