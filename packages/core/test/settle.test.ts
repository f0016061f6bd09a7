import { getEventListeners } from "node:events";
import { BrokerError, type CallOptions, type PublicClientApplication } from "@authbroker/core";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { deferred } from "./deferred.js";
import { createApp, fakeBroker, INES, tokenOf } from "./fake-broker.js";
import { brokerError } from "./rejection.js";

const request = { scopes: ["User.Read"], account: INES };

const CALLS = {
  acquireTokenSilent: (app: PublicClientApplication, options: CallOptions) =>
    app.acquireTokenSilent({ ...request, ...options }),
  acquireTokenInteractive: (app: PublicClientApplication, options: CallOptions) =>
    app.acquireTokenInteractive({ ...request, ...options }),
  getAccounts: (app: PublicClientApplication, options: CallOptions) => app.getAllAccounts(options),
  signOut: (app: PublicClientApplication, options: CallOptions) => app.signOut({ account: INES, ...options }),
};

const DEFAULT_LIMIT: Readonly<Record<string, number>> = {
  acquireTokenSilent: 30_000,
  acquireTokenInteractive: 300_000,
  getAccounts: 30_000,
  signOut: 30_000,
};

const METHODS = Object.keys(CALLS) as (keyof typeof CALLS)[];

const never = (): Promise<never> => new Promise(() => {});

/** A broker whose every method does this. */
const broker = (work: () => Promise<never>): ReturnType<typeof fakeBroker> =>
  fakeBroker(Object.fromEntries(METHODS.map((method) => [method, work])));

// Interactive calls load their part of core with the first of them, which takes longer than the limits below.
beforeAll(async () => void (await (await createApp(fakeBroker().broker)).acquireTokenInteractive({})));
afterEach(() => void vi.useRealTimers());

describe.each(METHODS)("%s", (method) => {
  const call = CALLS[method];
  const limit = Number(DEFAULT_LIMIT[method]);

  test("rejects at once when its signal is aborted, and tells the broker", async () => {
    const { broker: silent, calls } = broker(never);
    const app = await createApp(silent);
    const { signal, abort } = controller();
    const reason = new Error("the window was closed");

    const pending = brokerError(call(app, { signal }));
    await vi.waitUntil(() => calls.length > 0);
    abort(reason);
    const error = await pending;

    expect(error.errorCode).toBe("request_aborted");
    expect(error.message).toContain('"signal"');
    expect(error.cause).toBe(reason);
    expect(error.retryable).toBe(false);
    expect(error.correlationId).not.toBe("");
    expect(calls[0]?.options.signal?.aborted).toBe(true);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("rejects when its time is over, which the broker was told", async () => {
    const { broker: silent, calls } = broker(never);
    const app = await createApp(silent);

    const error = await brokerError(call(app, { timeoutMs: 5 }));

    expect(error.errorCode).toBe("request_timeout");
    expect(error.message).toContain("5 ms");
    expect(error.hint).toContain("timeoutMs");
    expect(error.retryable).toBe(true);
    expect(error.correlationId).not.toBe("");
    expect(calls[0]?.options).toMatchObject({ timeoutMs: 5 });
  });

  test("tells the broker through its signal, too, when the caller gave one and the time is over", async () => {
    const { broker: silent, calls } = broker(never);
    const app = await createApp(silent);
    await brokerError(call(app, { timeoutMs: 5, signal: controller().signal }));
    expect(calls[0]?.options).toMatchObject({ timeoutMs: 5, signal: { aborted: true } });
  });

  test("tells the broker its limit, and leaves neither timer nor listener behind", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { broker: prompt, calls } = fakeBroker();
    const app = await createApp(prompt);
    const { signal } = controller();

    await call(app, { signal });

    expect(calls[0]?.options).toMatchObject({ timeoutMs: limit, signal: { aborted: false } });
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("waits as long as documented when no limit is given", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const app = await createApp(broker(never).broker);
    let settled = false;

    const pending = brokerError(call(app, {})).finally(() => (settled = true));
    await vi.advanceTimersByTimeAsync(limit - 1);
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(1);

    await expect(pending).resolves.toHaveProperty("errorCode", "request_timeout");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("leaves nothing behind when the broker rejects, or throws at once", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const failure = new BrokerError("server_unavailable", { message: "the server is away" });
    const rejecting = broker(() => Promise.reject(failure));
    const throwing = broker(() => {
      throw failure;
    });
    const { signal } = controller();

    for (const { broker: failing } of [rejecting, throwing]) {
      const app = await createApp(failing);
      await expect(brokerError(call(app, { signal }))).resolves.toBe(failure);
      expect(vi.getTimerCount()).toBe(0);
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
    }
  });
});

describe("what the broker says too late is dropped:", () => {
  test("an answer after the abort", async () => {
    const answer = deferred<ReturnType<typeof tokenOf>>();
    const app = await createApp(fakeBroker({ acquireTokenSilent: () => answer.promise }).broker);
    const { signal, abort } = controller();

    const pending = brokerError(app.acquireTokenSilent({ ...request, signal }));
    abort();
    answer.resolve(tokenOf(INES));

    await expect(pending).resolves.toHaveProperty("errorCode", "request_aborted");
  });

  test("an answer that the broker gives because of the abort", async () => {
    const app = await createApp(
      fakeBroker({
        acquireTokenInteractive: (_request, options) =>
          new Promise((resolve) => {
            options?.signal?.addEventListener("abort", () => resolve(tokenOf(INES)));
          }),
      }).broker,
    );
    const { signal, abort } = controller();

    const pending = brokerError(app.acquireTokenInteractive({ ...request, signal }));
    abort();

    await expect(pending).resolves.toHaveProperty("errorCode", "request_aborted");
  });

  test("an error that the broker gives because of the time limit", async () => {
    const app = await createApp(
      fakeBroker({
        acquireTokenSilent: (_request, options) =>
          new Promise((_resolve, reject) => {
            options?.signal?.addEventListener("abort", () => reject(new Error("told to stop")));
          }),
      }).broker,
    );

    const error = await brokerError(app.acquireTokenSilent({ ...request, timeoutMs: 5 }));

    expect(error.errorCode).toBe("request_timeout");
  });
});

describe("an answer in time stands:", () => {
  test("an abort after it changes nothing", async () => {
    const { broker: prompt, calls } = fakeBroker();
    const app = await createApp(prompt);
    const { signal, abort } = controller();

    const result = await app.acquireTokenSilent({ ...request, signal });
    abort();

    expect(result.accessToken).toBe(tokenOf(INES).accessToken);
    expect(calls[0]?.options.signal?.aborted).toBe(false);
  });

  test("one signal can end many calls, and none leaves a listener on it", async () => {
    const app = await createApp(broker(never).broker);
    const { signal, abort } = controller();

    const pending = Array.from({ length: 50 }, () =>
      brokerError(app.acquireTokenSilent({ ...request, signal })),
    );
    abort();
    const codes = new Set((await Promise.all(pending)).map(({ errorCode }) => errorCode));

    expect(codes).toStrictEqual(new Set(["request_aborted"]));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});

function controller(): { readonly signal: AbortSignal; readonly abort: (reason?: unknown) => void } {
  const inner = new AbortController();
  return { signal: inner.signal, abort: (reason) => inner.abort(reason) };
}
