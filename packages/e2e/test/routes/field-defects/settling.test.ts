import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { rejection } from "../../support/browser-user.js";
import { runFixture } from "../../support/run-fixture.js";
import { SCOPES, setStage, type Stage } from "../../support/stage.js";

/** Never answers, whatever it is told. */
const never = (): Promise<never> => new Promise(() => {});

/** Each call, with a broker or a server behind it that never answers. */
const HANGING: readonly (readonly [string, (stage: Stage) => Promise<Hanging>])[] = [
  [
    "a silent call to a broker",
    async (stage) => {
      const app = await stage.app();
      const account = await stage.brokerAccount(app);
      stage.instead.acquireTokenSilent = never;
      return (limits) => app.acquireTokenSilent({ scopes: SCOPES, account, ...limits });
    },
  ],
  [
    "the window of a broker",
    async (stage) => {
      stage.instead.acquireTokenInteractive = never;
      const app = await stage.app();
      return (limits) => app.acquireTokenInteractive({ scopes: SCOPES, ...limits });
    },
  ],
  [
    "the probe of a broker",
    async (stage) => {
      stage.instead.probe = never;
      const app = await stage.app();
      return (limits) => app.acquireTokenInteractive({ scopes: SCOPES, ...limits });
    },
  ],
  [
    "the list of a broker's accounts",
    async (stage) => {
      stage.instead.getAccounts = never;
      const app = await stage.app();
      return (limits) => app.getAllAccounts(limits);
    },
  ],
  [
    "a sign-out at a broker",
    async (stage) => {
      const app = await stage.app();
      const account = await stage.brokerAccount(app);
      stage.instead.signOut = never;
      return (limits) => app.signOut({ account, ...limits });
    },
  ],
  [
    "a page that nobody answers",
    async (stage) => {
      const app = await stage.appWithoutBroker();
      return (limits) =>
        app.acquireTokenInteractive({ scopes: SCOPES, openBrowser: async () => {}, ...limits });
    },
  ],
  [
    "a refresh at a server that hangs",
    async (stage) => {
      const app = await stage.appWithoutBroker();
      const account = await stage.cacheAccount(app);
      stage.world.authority.faults.add({ fault: "never" });
      return (limits) => app.acquireTokenSilent({ scopes: SCOPES, account, forceRefresh: true, ...limits });
    },
  ],
  [
    "a code that nobody enters",
    async (stage) => {
      const app = await stage.appWithoutBroker();
      return (limits) =>
        app.acquireTokenByDeviceCode({ scopes: SCOPES, deviceCodeCallback: () => {}, ...limits });
    },
  ],
];

type Hanging = (limits: { readonly signal?: AbortSignal; readonly timeoutMs?: number }) => Promise<unknown>;

describe("every call settles", () => {
  test.each(HANGING)("by its time limit: %s", async (_what, prepare) => {
    const call = await prepare(await setStage());
    expect(await rejection(call({ timeoutMs: 20 }))).toMatchObject({ errorCode: "request_timeout" });
  });

  test.each(HANGING)("by its signal: %s", async (_what, prepare) => {
    const call = await prepare(await setStage());
    const controller = new AbortController();
    const ended = rejection(call({ signal: controller.signal }));
    setImmediate(() => controller.abort());
    expect(await ended).toMatchObject({ errorCode: "request_aborted" });
  });

  test.each(HANGING)("at once, when the signal was aborted before: %s", async (_what, prepare) => {
    const call = await prepare(await setStage());
    expect(await rejection(call({ signal: AbortSignal.abort() }))).toMatchObject({
      errorCode: "request_aborted",
    });
  });

  test("the broker's window closes with the call", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const closed = new Promise((resolve) => {
      stage.instead.acquireTokenInteractive = (_request, options) => {
        const { signal } = options ?? {};
        if (signal !== undefined) once(signal, "abort").then(resolve, resolve);
        controller.abort();
        return never();
      };
    });
    const controller = new AbortController();
    const { signal } = controller;
    expect(await rejection(app.acquireTokenInteractive({ scopes: SCOPES, signal }))).toMatchObject({
      errorCode: "request_aborted",
    });
    await closed;
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("a broken broker");
      },
    ],
    ["rejects with no error at all", () => Promise.reject(undefined)],
  ])("a broker that %s rejects the call, and nothing else", async (_what, broken) => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.brokerAccount(app);
    stage.instead.acquireTokenSilent = broken;
    expect((await stage.silent(app, { account })).outcome).toBe("platform_broker_error");
  });
});

test("a process that used every route ends by itself, and nothing was written to its output", async () => {
  const program = new URL("../../fixtures/signs-in-and-ends.mjs", import.meta.url);
  expect(await runFixture(program, {})).toEqual({ exitCode: 0, stdout: "", stderr: "" });
});

describe("identical silent calls", () => {
  test("are one call to the broker, and each caller gets its own correlation id", async () => {
    const stage = await setStage();
    const app = await stage.app();
    const account = await stage.brokerAccount(app);
    const ids = Array.from(
      { length: 20 },
      (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    );
    const before = stage.world.emulated.requests.length;
    const results = await Promise.all(
      ids.map((correlationId) => app.acquireTokenSilent({ scopes: SCOPES, account, correlationId })),
    );
    expect(stage.world.emulated.requests.length - before).toBe(1);
    expect(results.map(({ correlationId }) => correlationId)).toEqual(ids);
  });

  test.each(["broker", "cache"] as const)(
    "end each for itself: one that is aborted ends no other (%s)",
    async (source) => {
      const stage = await setStage();
      const app = await stage.app();
      const account = await (source === "broker" ? stage.brokerAccount(app) : stage.cacheAccount(app));
      const controller = new AbortController();
      const { signal } = controller;
      const request = { scopes: SCOPES, account, forceRefresh: true };
      const aborted = rejection(app.acquireTokenSilent({ ...request, signal }));
      const others = [app.acquireTokenSilent(request), app.acquireTokenSilent(request)];
      controller.abort();
      expect(await aborted).toMatchObject({ errorCode: "request_aborted" });
      expect((await Promise.all(others)).map(({ route }) => route)).toEqual([source, source]);
    },
  );
});
