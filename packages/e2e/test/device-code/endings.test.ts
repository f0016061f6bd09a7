import type { DeviceCodeRequest } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { startBrowserWorld } from "../browser/person.js";
import { rejection } from "../support/browser-user.js";
import { runFixture } from "../support/run-fixture.js";
import { personElsewhere } from "./person.js";

const scopes = ["User.Read"];
/** So long between polls that nothing but an abort can end a test in time. */
const patient = { authority: { deviceCode: { interval: 600 } } };

describe("a sign-in with a device code that comes to nothing", () => {
  test("ends at once by its signal, however long the next poll is away", async () => {
    const { app, authority } = await startBrowserWorld(patient);
    const controller = new AbortController();
    const error = await rejection(
      app.acquireTokenByDeviceCode({
        scopes,
        signal: controller.signal,
        deviceCodeCallback: () => void setImmediate(() => controller.abort(new Error("changed my mind"))),
      }),
    );
    expect(error).toMatchObject({
      errorCode: "request_aborted",
      cause: expect.objectContaining({ message: "changed my mind" }),
    });
    expect(authority.requests.length).toBeLessThanOrEqual(2);
  });

  test("shows no code for a signal that was aborted before", async () => {
    const { app, authority } = await startBrowserWorld();
    const { deviceCodeCallback, shown } = personElsewhere();
    const call = app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback, signal: AbortSignal.abort() });
    expect(await rejection(call)).toMatchObject({ errorCode: "request_aborted" });
    expect(shown).toEqual([]);
    expect(authority.requests).toEqual([]);
  });

  test("ends by its time limit", async () => {
    const { app } = await startBrowserWorld(patient);
    const call = app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback: () => {}, timeoutMs: 1500 });
    expect(await rejection(call)).toMatchObject({ errorCode: "request_timeout" });
  });

  test("ends by msal-node's timeout, which is in seconds", async () => {
    const { app } = await startBrowserWorld(patient);
    const call = app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback: () => {}, timeout: 1 });
    expect(await rejection(call)).toMatchObject({
      errorCode: "request_timeout",
      message: expect.stringContaining("1000 ms"),
    });
  });

  test("ends soon by msal-node's cancel flag, however long the next poll is away", async () => {
    const { app } = await startBrowserWorld(patient);
    const request: DeviceCodeRequest = {
      scopes,
      deviceCodeCallback: () => {
        request.cancel = true;
      },
    };
    expect(await rejection(app.acquireTokenByDeviceCode(request))).toMatchObject({
      errorCode: "request_aborted",
      message: expect.stringContaining('"cancel" of the request was set'),
    });
  });

  test("shows no code for a request that is cancelled already", async () => {
    const { app, authority } = await startBrowserWorld();
    const { deviceCodeCallback, shown } = personElsewhere();
    const call = app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback, cancel: true });
    expect(await rejection(call)).toMatchObject({ errorCode: "request_aborted" });
    expect(shown).toEqual([]);
    expect(authority.requests).toEqual([]);
  });

  test("ends when the application cannot show the code, with its words", async () => {
    const { app, authority } = await startBrowserWorld();
    const deviceCodeCallback = (): void => {
      throw new Error("the terminal is gone");
    };
    const error = await rejection(app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback }));
    expect(error).toMatchObject({
      errorCode: "request_aborted",
      message: expect.stringContaining('"deviceCodeCallback" threw: the terminal is gone'),
    });
    expect(authority.requests.filter(({ path }) => path.endsWith("/token"))).toEqual([]);
  });

  test("ends when the application cannot show the code later on, too", async () => {
    const { app } = await startBrowserWorld(patient);
    const deviceCodeCallback = async (): Promise<void> => {
      await new Promise(setImmediate);
      throw new Error("the window is gone");
    };
    const error = await rejection(app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback }));
    expect(error).toMatchObject({
      errorCode: "request_aborted",
      message: expect.stringContaining('"deviceCodeCallback" threw: the window is gone'),
    });
  });

  test("is not ended by a callback that fails after the sign-in", async () => {
    const { app } = await startBrowserWorld({ authority: { deviceCode: { interval: 1 } } });
    const { deviceCodeCallback } = personElsewhere();
    let fail: () => void = () => {};
    const result = await app.acquireTokenByDeviceCode({
      scopes,
      deviceCodeCallback: (shown) => {
        deviceCodeCallback(shown);
        return new Promise((_resolve, reject) => {
          fail = () => reject(new Error("the window was closed hard"));
        });
      },
    });
    fail();
    await new Promise(setImmediate);
    expect(result.route).toBe("device_code");
  });

  test("no error shows the device code, with which anybody could poll", async () => {
    const { app } = await startBrowserWorld({ authority: { deviceCode: { interval: 1, expiresIn: 1 } } });
    const { deviceCodeCallback, shown } = personElsewhere({ cancel: true });
    const error = await rejection(app.acquireTokenByDeviceCode({ scopes, deviceCodeCallback }));
    const deviceCode = shown[0]?.deviceCode ?? "";
    expect(deviceCode).not.toBe("");
    expect(`${JSON.stringify(error)} ${error.stack} ${String(error.cause)}`).not.toContain(deviceCode);
  });
});

describe("the process ends by itself", () => {
  test.each(["abort", "time limit", "callback"])("after the %s", async (ending) => {
    const { authority, emulated } = await startBrowserWorld(patient);
    const { exitCode, stdout, stderr } = await runFixture(new URL("fixtures/ends.mjs", import.meta.url), {
      CLIENT_ID: emulated.clientId,
      AUTHORITY_METADATA: JSON.stringify(authority.metadata()),
      ENDING: ending,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^(?:request_aborted|request_timeout)\n$/);
  });
});
