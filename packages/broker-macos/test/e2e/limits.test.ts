import { describe, expect, test } from "vitest";
import { CLIENT_ID, commonHeaders, INES, listed, tokenHeaders } from "../protocol/samples.js";
import type { Script } from "../stand-in/stand-in.js";
import { ACCOUNT, client, enrolledMac, INTERACTIVE, rejection, SCOPES, standIn } from "./clients.js";
import { runFixture } from "./run-fixture.js";

/** Systems on which a pending request can be called off, and on which it cannot. */
const SYSTEMS: [string, Script][] = [
  ["macOS 15.5", { macosVersion: "15.5.0" }],
  ["macOS 12.7, which has no cancel", { macosVersion: "12.7.6" }],
  ["macOS 11.7, which knows no silent requests either", { macosVersion: "11.7.10" }],
];

const NEVER = { deliver: "never" } as const;

type App = Awaited<ReturnType<typeof client>>;
type Limits = Pick<Parameters<App["acquireTokenSilent"]>[0], "signal" | "timeoutMs">;

/** Every call of a client, by the operation that it waits for. */
const CALLS: [string, (app: App, limits: Limits) => Promise<unknown>][] = [
  ["refresh", (app, limits) => app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT, ...limits })],
  [
    "get_default_account",
    (app, limits) => app.acquireTokenSilent({ scopes: SCOPES, account: "os", ...limits }),
  ],
  ["login", (app, limits) => app.acquireTokenInteractive({ ...INTERACTIVE, ...limits })],
  ["remove_account_operation", (app, limits) => app.signOut({ account: ACCOUNT, ...limits })],
  ["get_accounts_operation", (app, limits) => app.getAllAccounts(limits)],
];

describe.each(SYSTEMS)("on %s", (_system, script) => {
  test.each(CALLS)(
    "a call that waits for %s ends when it is given up, and the system is told",
    async (operation, call) => {
      enrolledMac({ [operation]: NEVER }, script);
      const app = await client();
      const abort = new AbortController();
      const ended = rejection(call(app, { signal: abort.signal }));
      await expect.poll(() => standIn.requests().at(-1)?.operation).toBe(operation);
      abort.abort(new Error("no more"));
      expect(await ended).toMatchObject({ errorCode: "request_aborted" });
      const told = script.macosVersion === "15.5.0" ? 1 : 0;
      await expect.poll(() => standIn.eventsOf("cancel").length).toBe(told);
    },
  );

  test.each(CALLS)("a call that waits for %s ends when its time is over", async (operation, call) => {
    enrolledMac({ [operation]: NEVER }, script);
    const app = await client();
    expect(await rejection(call(app, { timeoutMs: 150 }))).toMatchObject({
      errorCode: "request_timeout",
      retryable: true,
    });
  });

  test("an answer that comes after the end of its call changes nothing, and the next call gets its own", async () => {
    enrolledMac({ refresh: { headers: tokenHeaders(), delayMs: 300 } }, script);
    const app = await client();
    const late = app.acquireTokenSilent({ scopes: ["first"], account: ACCOUNT, timeoutMs: 100 });
    expect(await rejection(late)).toMatchObject({ errorCode: "request_timeout" });
    const next = app.acquireTokenSilent({ scopes: ["second"], account: ACCOUNT });
    await expect(next).resolves.toMatchObject({ account: { username: INES.username } });
    // Both have let go of what they held, without another call.
    await expect.poll(() => standIn.unreleased()).toStrictEqual([]);
  });
});

test("a call that was given up before asks nobody", async () => {
  enrolledMac();
  const app = await client();
  const signal = AbortSignal.abort();
  for (const [, call] of CALLS)
    expect((await rejection(call(app, { signal }))).errorCode).toBe("request_aborted");
  expect(standIn.requests()).toStrictEqual([]);
});

test("a window that was given up is free for the next call", async () => {
  enrolledMac({ login: NEVER });
  const app = await client();
  expect(await rejection(app.acquireTokenInteractive({ ...INTERACTIVE, timeoutMs: 300 }))).toMatchObject({
    errorCode: "request_timeout",
  });
  enrolledMac();
  await expect(app.acquireTokenInteractive(INTERACTIVE)).resolves.toMatchObject({ route: "broker" });
});

describe("a probe", () => {
  test("says at once that there is no extension, where other libraries wait for one", async () => {
    enrolledMac({ get_device_info: NEVER }, { hosts: [] });
    const app = await client();
    expect(await app.probeBroker()).toMatchObject({ available: false, reason: "broker_not_enabled" });
    enrolledMac({ get_device_info: NEVER }, { hosts: [], applications: {} });
    expect(await app.probeBroker()).toMatchObject({ available: false, reason: "broker_not_installed" });
    enrolledMac({ get_device_info: NEVER }, { singleSignOn: false });
    expect(await app.probeBroker()).toMatchObject({ available: false });
    expect(standIn.requests()).toStrictEqual([]);
  });

  test("says within its time that the extension does not answer", async () => {
    enrolledMac({ get_device_info: NEVER });
    const app = await client();
    expect(await app.probeBroker({ timeoutMs: 100 })).toMatchObject({
      available: false,
      reason: "broker_not_responding",
    });
  });

  test("tells the version, the limits, and what is too old", async () => {
    const headers = commonHeaders("get_device_info");
    enrolledMac();
    const app = await client();
    expect(await app.probeBroker()).toStrictEqual({ available: true, running: true, version: "5.2604.2" });
    enrolledMac({
      get_device_info: { headers: { ...headers, device_mode: "shared", wpj_status: "notJoined" } },
    });
    expect(await app.probeBroker()).toMatchObject({
      limits: [{ reason: "shared_device" }, { reason: "device_not_joined" }],
    });
    enrolledMac({ get_device_info: { headers: { ...headers, broker_version: "5.2508.0" } } });
    expect(await app.probeBroker()).toMatchObject({ reason: "broker_too_old" });
    enrolledMac({}, { macosVersion: "10.15.7" });
    expect(await app.probeBroker()).toMatchObject({ reason: "system_too_old" });
    enrolledMac({ get_device_info: { error: { code: 1000 } } });
    expect(await app.probeBroker()).toMatchObject({ available: true, version: "5.2604.2" });
  });
});

test("a process ends by itself after its last call, and does not wait for one that was given up", async () => {
  enrolledMac({
    get_accounts_operation: {
      headers: { ...commonHeaders("get_accounts_operation"), accounts: JSON.stringify([listed(INES)]) },
    },
    login: NEVER,
  });
  const { code, stdout, stderr } = await runFixture("gives-up.mjs", CLIENT_ID);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toStrictEqual({ accounts: 1, errorCode: "request_timeout" });
});

test("a process may exit while the extension is asked", async () => {
  enrolledMac({ login: NEVER, refresh: { headers: tokenHeaders(), deliver: "background", delayMs: 5 } });
  expect(await runFixture("exits.mjs", CLIENT_ID)).toMatchObject({ code: 7, stderr: "" });
});
