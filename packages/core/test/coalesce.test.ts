import { expect, test, vi } from "vitest";
import { createApp, fakeBroker, INES, tokenOf } from "./fake-broker.js";
import { brokerError } from "./rejection.js";

const request = { scopes: ["User.Read"], account: INES };
const never = (): Promise<never> => new Promise(() => {});

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
