import { beforeEach, describe, expect, test, vi } from "vitest";
import { startBrowserWorld } from "../browser/person.js";
import { accountOf, ADELE, LEE, rejection, signInAs } from "../support/browser-user.js";
import { personElsewhere } from "./person.js";

const scopes = ["User.Read"];
const quick = { authority: { deviceCode: { interval: 1 } } };

/** No desktop session, whatever the machine that the tests run on has. */
beforeEach(() => {
  vi.stubEnv("DISPLAY", undefined);
  vi.stubEnv("WAYLAND_DISPLAY", undefined);
  return () => vi.unstubAllEnvs();
});

describe("an interactive call where there is no browser", () => {
  test("takes the device code, with both reasons", async () => {
    const { app } = await startBrowserWorld(quick);
    const { deviceCodeCallback } = personElsewhere({ user: LEE });
    const order: string[] = [];
    const result = await app.acquireTokenInteractive({
      scopes,
      deviceCodeCallback,
      loginHint: LEE,
      onBeforeLaunchingUi: (route) => void order.push(route),
    });
    expect(result).toMatchObject({ route: "device_code", account: { username: LEE, source: "cache" } });
    expect(result.routeReason).toMatch(/broker_disabled.*no_desktop_session/);
    // There is no window of ours.
    expect(order).toEqual([]);
  });

  test("is declined by the person", async () => {
    const { app } = await startBrowserWorld(quick);
    const { deviceCodeCallback } = personElsewhere({ cancel: true });
    expect(await rejection(app.acquireTokenInteractive({ scopes, deviceCodeCallback }))).toMatchObject({
      errorCode: "user_canceled",
    });
  });

  test("signs in the account that was asked for, or nobody", async () => {
    const { app } = await startBrowserWorld(quick);
    const account = accountOf(await signInAs(app, { user: ADELE }));
    const { deviceCodeCallback } = personElsewhere({ user: LEE });
    const error = await rejection(app.acquireTokenInteractive({ scopes, account, deviceCodeCallback }));
    expect(error).toMatchObject({ errorCode: "account_mismatch" });
    expect(await app.getAllAccounts()).toMatchObject([{ username: ADELE }]);
  });

  test("signs in whoever the person picks, when they are to pick", async () => {
    const { app } = await startBrowserWorld(quick);
    const account = accountOf(await signInAs(app, { user: ADELE }));
    const { deviceCodeCallback } = personElsewhere({ user: LEE });
    const request = { scopes, account, prompt: "select_account", deviceCodeCallback };
    const result = await app.acquireTokenInteractive(request);
    expect(result).toMatchObject({ route: "device_code", account: { username: LEE } });
  });

  test.each([
    ["prompt", "none"],
    ["prompt", "consent"],
    ["extraScopesToConsent", ["Mail.Read"]],
    ["extraParameters", { a: "b" }],
    ["nonce", "n"],
    ["sid", "s"],
  ])("refuses %s by name, and shows no code", async (field, value) => {
    const { app } = await startBrowserWorld(quick);
    const { deviceCodeCallback, shown } = personElsewhere();
    const call = app.acquireTokenInteractive({ scopes, deviceCodeCallback, [field]: value });
    expect(await rejection(call)).toMatchObject({
      errorCode: "request_unsupported",
      message: expect.stringContaining(`"${field}"`),
    });
    expect(shown).toEqual([]);
  });

  test.each(["login", "select_account"] as const)("takes prompt %s, which it does anyway", async (prompt) => {
    const { app } = await startBrowserWorld(quick);
    const { deviceCodeCallback } = personElsewhere();
    const result = await app.acquireTokenInteractive({ scopes, prompt, deviceCodeCallback });
    expect(result.route).toBe("device_code");
  });

  test("ends when the code has expired", async () => {
    const { app } = await startBrowserWorld({ authority: { deviceCode: { interval: 1, expiresIn: 1 } } });
    const call = app.acquireTokenInteractive({ scopes, deviceCodeCallback: () => {} });
    expect(await rejection(call)).toMatchObject({ errorCode: "device_code_expired" });
  });

  test("ends when the server cannot be reached, and shows no code", async () => {
    const { app, authority } = await startBrowserWorld();
    await authority.close();
    const { deviceCodeCallback, shown } = personElsewhere();
    const error = await rejection(app.acquireTokenInteractive({ scopes, deviceCodeCallback }));
    expect(error).toMatchObject({ errorCode: "no_network_connectivity" });
    expect(shown).toEqual([]);
  });

  test("waits out a server that is unavailable while the person is busy", async () => {
    const { app, authority } = await startBrowserWorld(quick);
    authority.faults.add({ fault: "unavailable-503-json", times: 1 });
    const { deviceCodeCallback } = personElsewhere();
    const result = await app.acquireTokenInteractive({ scopes, deviceCodeCallback });
    expect(result.route).toBe("device_code");
  });

  test("ends when the application cannot show the code", async () => {
    const { app } = await startBrowserWorld();
    const deviceCodeCallback = (): void => {
      throw new Error("the terminal is gone");
    };
    expect(await rejection(app.acquireTokenInteractive({ scopes, deviceCodeCallback }))).toMatchObject({
      errorCode: "request_aborted",
      message: expect.stringContaining("the terminal is gone"),
    });
  });

  test("ends at once by its signal", async () => {
    const { app } = await startBrowserWorld({ authority: { deviceCode: { interval: 600 } } });
    const controller = new AbortController();
    const deviceCodeCallback = (): void => void setImmediate(() => controller.abort());
    const call = app.acquireTokenInteractive({ scopes, deviceCodeCallback, signal: controller.signal });
    expect(await rejection(call)).toMatchObject({ errorCode: "request_aborted" });
  });
});
