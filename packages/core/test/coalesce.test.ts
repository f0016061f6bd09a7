import { BrokerError } from "@authbroker/core";
import { afterEach, expect, test, vi } from "vitest";
import { createApp, fakeBroker, INES, tokenOf } from "./fake-broker.js";
import { brokerError } from "./rejection.js";

const request = { scopes: ["User.Read"], account: INES };
const never = (): Promise<never> => new Promise(() => {});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a call that was joined is not begun again for somebody who has gone", async () => {
  const { broker, calls } = fakeBroker({ acquireTokenSilent: never });
  const app = await createApp(broker);
  const leader = new AbortController();
  const follower = new AbortController();

  const first = brokerError(app.acquireTokenSilent({ ...request, signal: leader.signal }));
  const second = brokerError(app.acquireTokenSilent({ ...request, signal: follower.signal }));
  await vi.waitUntil(() => calls.length > 0);
  follower.abort();
  await second;
  leader.abort();
  await first;
  await new Promise((resolve) => setImmediate(resolve));

  expect(calls).toHaveLength(1);
});

test("whoever joined a call that its caller ended gets a call of their own, and only one together", async () => {
  let asked = 0;
  const { broker } = fakeBroker({
    acquireTokenSilent: () => (++asked === 1 ? never() : Promise.resolve(tokenOf(INES))),
  });
  const app = await createApp(broker);
  const leader = new AbortController();

  const first = brokerError(app.acquireTokenSilent({ ...request, signal: leader.signal }));
  const others = [app.acquireTokenSilent(request), app.acquireTokenSilent(request)];
  await vi.waitUntil(() => asked > 0);
  leader.abort();

  expect((await first).errorCode).toBe("request_aborted");
  for (const { accessToken } of await Promise.all(others))
    expect(accessToken).toBe(tokenOf(INES).accessToken);
  expect(asked).toBe(2);
});

test.each(["request_timeout", "request_aborted"] as const)(
  "a broker that ends calls itself with %s is asked once for each of its callers, and no more",
  async (code) => {
    let asked = 0;
    const { broker } = fakeBroker({
      acquireTokenSilent: () => {
        asked += 1;
        // Whoever asks in a circle asks without end: a microtask leaves no other the time to stop it.
        if (asked > 100) throw new TypeError("asked in a circle");
        return Promise.reject(new BrokerError(code, { message: "the broker gave up" }));
      },
    });
    const app = await createApp(broker);

    const calls = [1, 2, 3].map(() => brokerError(app.acquireTokenSilent(request)));

    for (const { errorCode } of await Promise.all(calls)) expect(errorCode).toBe(code);
    expect(asked).toBeLessThanOrEqual(3);
  },
);

test("callers who run out of time together have asked a broker that hangs once, and leave nothing behind", async () => {
  const clock = handClock();
  const { broker, calls } = fakeBroker({ acquireTokenSilent: never });
  const app = await createApp(broker);

  const pending = [1, 2, 3].map(() => brokerError(app.acquireTokenSilent({ ...request, timeoutMs: 2000 })));
  await clock.advance(2000);

  for (const { errorCode, message } of await Promise.all(pending)) {
    expect(errorCode).toBe("request_timeout");
    expect(message).toContain(" 2000 ms");
  }
  expect(calls).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("a call that is begun again for somebody who joined has what is left of that caller's time", async () => {
  const clock = handClock();
  const { broker, calls } = fakeBroker({ acquireTokenSilent: never });
  const app = await createApp(broker);

  const first = brokerError(app.acquireTokenSilent({ ...request, timeoutMs: 500 }));
  const second = brokerError(app.acquireTokenSilent({ ...request, timeoutMs: 2000 }));
  await clock.advance(500);
  await first;
  expect(calls.map(({ options }) => options.timeoutMs)).toStrictEqual([500, 1500]);
  await clock.advance(1500);

  expect((await second).message).toContain(" 2000 ms");
  expect(calls).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

test("whoever joined a call that was aborted, too late to begin another, is told of the time and not of the abort", async () => {
  const clock = handClock();
  const { broker, calls } = fakeBroker({ acquireTokenSilent: never });
  const app = await createApp(broker);
  const leader = new AbortController();

  const first = brokerError(app.acquireTokenSilent({ ...request, signal: leader.signal }));
  const second = brokerError(app.acquireTokenSilent({ ...request, timeoutMs: 9 }));
  await clock.advance(3);
  leader.abort();
  await first;
  await clock.advance(6);

  expect((await second).errorCode).toBe("request_timeout");
  expect(calls).toHaveLength(1);
});

test("callers who share a call may each change what they were given", async () => {
  const { broker, calls } = fakeBroker();
  const app = await createApp(broker);
  const [mine, yours] = await Promise.all([app.acquireTokenSilent(request), app.acquireTokenSilent(request)]);
  const untouched = structuredClone(yours);

  Object.assign(mine.idTokenClaims, { roles: ["admin"], oid: "somebody else" });
  mine.scopes.pop();

  expect(calls).toHaveLength(1);
  expect(yours).toStrictEqual(untouched);
  expect(yours.idTokenClaims).not.toStrictEqual(mine.idTokenClaims);
});

/** A clock that stands still unless it is moved, for the timers and for the time that has passed. */
function handClock(): { readonly advance: (milliseconds: number) => Promise<void> } {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let passed = 0;
  vi.spyOn(process, "uptime").mockImplementation(() => passed / 1000);
  return {
    async advance(milliseconds) {
      passed += milliseconds;
      await vi.advanceTimersByTimeAsync(milliseconds);
    },
  };
}
