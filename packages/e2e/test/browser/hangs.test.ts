import { describe, expect, test, vi } from "vitest";
import { accountOf, rejection, signInAs } from "../support/browser-user.js";
import { type BrowserWorld, startBrowserWorld } from "./person.js";

const scopes = ["User.Read"];

interface Limits {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** The calls that ask the token endpoint, and one that asks for a device code. */
const CALLS: readonly [
  string,
  "token" | "devicecode",
  (world: BrowserWorld, limits: Limits) => Promise<unknown>,
][] = [
  ["browser", "token", ({ app }, limits) => signInAs(app, {}, limits)],
  [
    "device code's start",
    "devicecode",
    ({ app }, limits) => app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback: () => {}, ...limits }),
  ],
  [
    "device code's poll",
    "token",
    ({ app }, limits) => app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback: () => {}, ...limits }),
  ],
];

/** Waits until a request is at an endpoint. */
async function reached(world: BrowserWorld, endpoint: string, before = 0): Promise<void> {
  await vi.waitFor(() => expect(requestsAt(world, endpoint)).toBeGreaterThan(before), {
    timeout: 20_000,
    interval: 10,
  });
}

function requestsAt({ authority }: BrowserWorld, endpoint: string): number {
  return authority.requests.filter(({ path }) => path.endsWith(`/${endpoint}`)).length;
}

describe.each(["never", "slow"] as const)("an endpoint that answers %s", (fault) => {
  test.each(CALLS)("the %s ends by its time limit", async (_, endpoint, call) => {
    const world = await startBrowserWorld();
    world.authority.faults.add({ fault, endpoint, ...(fault === "slow" ? { delayMs: 60_000 } : {}) });
    const error = rejection(call(world, { timeoutMs: 2000 }));
    expect(await error).toMatchObject({ errorCode: "request_timeout", retryable: true });
    expect(await world.app.getAllAccounts()).toEqual([]);
  });

  test.each(CALLS)("the %s ends by its signal", async (_, endpoint, call) => {
    const world = await startBrowserWorld();
    world.authority.faults.add({ fault, endpoint, ...(fault === "slow" ? { delayMs: 60_000 } : {}) });
    const controller = new AbortController();
    const error = rejection(call(world, { signal: controller.signal }));
    await reached(world, endpoint);
    controller.abort();
    expect(await error).toMatchObject({ errorCode: "request_aborted" });
    expect(await world.app.getAllAccounts()).toEqual([]);
  });

  test("a refresh ends by its time limit, and by its signal", async () => {
    const world = await startBrowserWorld();
    const account = accountOf(await signInAs(world.app));
    world.authority.faults.add({ fault, ...(fault === "slow" ? { delayMs: 60_000 } : {}) });
    const request = { scopes, account, forceRefresh: true };
    const late = rejection(world.app.acquireTokenSilent({ ...request, timeoutMs: 500 }));
    expect(await late).toMatchObject({ errorCode: "request_timeout" });
    const controller = new AbortController();
    const before = requestsAt(world, "token");
    const aborted = rejection(world.app.acquireTokenSilent({ ...request, signal: controller.signal }));
    await reached(world, "token", before);
    controller.abort();
    expect(await aborted).toMatchObject({ errorCode: "request_aborted" });
    // What was in the cache is still there.
    expect(await world.app.acquireTokenSilent({ scopes, account })).toMatchObject({ fromCache: true });
  });
});

test("an endpoint that is slow and answers in time is waited for", async () => {
  const { app, authority } = await startBrowserWorld();
  authority.faults.add({ fault: "slow", delayMs: 300, times: 1 });
  expect(await signInAs(app)).toMatchObject({ route: "browser" });
});
