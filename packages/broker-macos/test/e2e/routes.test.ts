import { broker } from "@authbroker/broker-macos";
import { createNativeBrokerPlugin } from "@authbroker/core";
import { LogLevel, PublicClientApplication } from "@azure/msal-node";
import { describe, expect, test } from "vitest";
import { CLIENT_ID, commonHeaders } from "../protocol/samples.js";
import type { Script, Step } from "../stand-in/stand-in.js";
import { ACCOUNT, client, enrolledMac, INTERACTIVE, rejection, SCOPES, standIn } from "./clients.js";

/** Which route a sign-in takes, and why: it is ended before anything opens. */
async function routeOf(operations: Record<string, Step>, script: Script = {}): Promise<unknown> {
  enrolledMac(operations, script);
  const logged: string[] = [];
  const app = await client(undefined, {
    broker: { required: false },
    system: {
      loggerOptions: {
        logLevel: LogLevel.Verbose,
        loggerCallback: (_level, message) => logged.push(message),
      },
    },
  });
  let taken: string | undefined;
  const call = app.acquireTokenInteractive({
    ...INTERACTIVE,
    openBrowser: async () => {},
    onBeforeLaunchingUi: (route) => {
      taken = route;
      throw new Error("enough");
    },
  });
  await rejection(call);
  return [taken, /passed over \((\w+)\)/.exec(logged.join("\n"))?.[1]];
}

const device = (headers: Record<string, string>): Record<string, Step> => ({
  get_device_info: { headers: { ...commonHeaders("get_device_info"), ...headers } },
});

describe("a sign-in goes", () => {
  test("to the extension, where it serves", async () => {
    expect(await routeOf({})).toStrictEqual(["broker", undefined]);
    expect(await routeOf(device({ device_mode: "shared", wpj_status: "notJoined" }))).toStrictEqual([
      "broker",
      undefined,
    ]);
  });

  test.each<[string, Record<string, Step>, Script]>([
    ["broker_not_enabled", {}, { hosts: [] }],
    ["broker_not_installed", {}, { hosts: [], applications: {} }],
    ["broker_too_old", device({ broker_version: "5.2508.0" }), {}],
    ["system_too_old", {}, { macosVersion: "10.15.7" }],
    ["silent_only", device({ sso_extension_mode: "silent_only" }), {}],
  ])("to the browser, past an extension that does not: %s", async (reason, operations, script) => {
    expect(await routeOf(operations, script)).toStrictEqual(["browser", reason]);
    expect(standIn.requests().every(({ operation }) => operation === "get_device_info")).toBe(true);
  });
});

test("a person who closed the window is not followed by a browser", async () => {
  enrolledMac({ login: { error: { code: 1001 } } });
  const app = await client(undefined, { broker: { required: false } });
  const opened: string[] = [];
  const call = app.acquireTokenInteractive({
    ...INTERACTIVE,
    openBrowser: async (url) => void opened.push(url),
  });
  expect(await rejection(call)).toMatchObject({ errorCode: "user_canceled" });
  expect(opened).toStrictEqual([]);
});

test("an extension that is gone when it is called gives way to the browser", async () => {
  enrolledMac({ login: { error: { code: 1003 } } });
  const app = await client(undefined, { broker: { required: false } });
  const routes: string[] = [];
  const call = app.acquireTokenInteractive({
    ...INTERACTIVE,
    openBrowser: async () => {},
    onBeforeLaunchingUi: (route) => {
      routes.push(route);
      if (route === "browser") throw new Error("enough");
    },
  });
  expect(await rejection(call)).toMatchObject({ errorCode: "request_aborted" });
  expect(routes).toStrictEqual(["broker", "browser"]);
});

test("authorities that brokers do not serve are not the extension's", async () => {
  enrolledMac();
  const app = await client();
  const authority = "https://contoso.b2clogin.com/contoso.onmicrosoft.com/b2c_1_signin";
  const call = app.acquireTokenSilent({ scopes: SCOPES, account: ACCOUNT, authority });
  expect(await rejection(call)).toMatchObject({
    errorCode: "route_unavailable",
    message: expect.stringContaining("authority_not_entra"),
  });
  expect(standIn.requests()).toStrictEqual([]);
});

test("the plugin for msal-node takes the same broker, without a window where msal-node gives none", async () => {
  enrolledMac();
  const nativeBrokerPlugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
  expect(nativeBrokerPlugin).toMatchObject({ isBrokerAvailable: true });
  const app = new PublicClientApplication({
    auth: { clientId: CLIENT_ID },
    broker: { nativeBrokerPlugin },
  });
  const result = await app.acquireTokenInteractive({ scopes: SCOPES, openBrowser: async () => {} });
  expect(result).toMatchObject({ fromPlatformBroker: true, account: { username: ACCOUNT.username } });
});
