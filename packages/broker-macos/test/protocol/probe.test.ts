import { BrokerError, PublicClientApplication } from "@authbroker/core";
import { broker } from "@authbroker/broker-macos";
import { describe, expect, test } from "vitest";
import { appleError, brokerError, CLIENT_ID, commonHeaders, type Headers } from "./samples.js";
import { brokerOver, optionsOf, type Scripted, scriptedAddon, type ScriptedAddon } from "./scripted-addon.js";

const device = (changed: Headers = {}): ScriptedAddon =>
  scriptedAddon({ get_device_info: { ...commonHeaders("get_device_info"), ...changed } });

const deviceError = (get_device_info: Scripted): ScriptedAddon => scriptedAddon({ get_device_info });

const failedWith = (error: ReturnType<typeof appleError>): Scripted => ({
  code: "authorization_error",
  message: "x",
  error,
});

test("an extension that answers is available, in the version of Company Portal", async () => {
  const scripted = device();
  expect(await brokerOver(scripted).probe()).toStrictEqual({
    available: true,
    running: true,
    version: "5.2604.2",
  });
  expect(scripted.requests).toMatchObject([{ operation: "get_device_info", userInterface: false }]);
  expect(optionsOf(scripted.requests[0])["correlation_id"]).toMatch(/^[0-9A-F-]{36}$/);
});

describe("nothing is asked where macOS knows that there is nobody to ask:", () => {
  test("Company Portal is not installed", async () => {
    const scripted = Object.assign(device(), { canPerform: false, companyPortal: undefined });
    expect(await brokerOver(scripted).probe()).toStrictEqual({
      available: false,
      reason: "broker_not_installed",
      message: "Company Portal, which brings the SSO extension, is not installed",
      fix: expect.stringMatching(/^Install Company Portal from https:\/\/.* enrol/),
    });
    expect(scripted.requests).toStrictEqual([]);
  });

  test("Company Portal is installed, and no profile turns its extension on", async () => {
    const scripted = Object.assign(device(), { canPerform: false });
    expect(await brokerOver(scripted).probe()).toStrictEqual({
      available: false,
      reason: "broker_not_enabled",
      message: expect.stringContaining("Company Portal 5.2604.2 is installed"),
      fix: expect.stringContaining("com.apple.extensiblesso"),
    });
    expect(scripted.requests).toStrictEqual([]);
  });

  test.each(["10.15.7", "10.14", ""])("macOS %s is too old", async (macosVersion) => {
    const scripted = device();
    scripted.facts = { ...scripted.facts, macosVersion };
    expect(await brokerOver(scripted).probe()).toMatchObject({
      available: false,
      reason: "system_too_old",
      message: expect.stringContaining("macOS 11 or later"),
      fix: "Update macOS.",
    });
    expect(scripted.requests).toStrictEqual([]);
  });

  test.each(["11.0", "12.7.6", "26.1.0", "100.0"])("macOS %s is not", async (macosVersion) => {
    const scripted = device();
    scripted.facts = { ...scripted.facts, macosVersion };
    expect(await brokerOver(scripted).probe()).toMatchObject({ available: true });
  });
});

describe("Company Portal", () => {
  const signed = { bundleIdentifier: "com.example.notes", teamIdentifier: "ABCDE12345" };

  test.each([
    ["5.2508.0", "5.2508.0"],
    ["5.2602.9", "9.9"],
    ["", "5.2508.0"],
    ["4.9999", "9.9"],
  ])("%j (installed: %s) is too old for a program that is not signed", async (broker_version, installed) => {
    const scripted = Object.assign(device({ broker_version }), { companyPortal: installed });
    expect(await brokerOver(scripted).probe()).toMatchObject({
      available: false,
      reason: "broker_too_old",
      message: expect.stringContaining("5.2603"),
      fix: expect.stringMatching(/Update Company Portal, or sign/),
    });
    scripted.facts = { ...scripted.facts, ...signed };
    expect(await brokerOver(scripted).probe()).toMatchObject({ available: true });
    scripted.facts = { ...scripted.facts, bundleIdentifier: "" };
    expect(await brokerOver(scripted).probe()).toMatchObject({ reason: "broker_too_old" });
  });

  test.each(["5.2603", "5.2603.0", "5.2604.2", "5.10000", "6.0"])("%s is not", async (broker_version) => {
    expect(await brokerOver(device({ broker_version })).probe()).toMatchObject({
      available: true,
      version: broker_version,
    });
  });

  test("of which no version is known is available, as another provider of the extension is", async () => {
    const scripted = Object.assign(device({ broker_version: "" }), { companyPortal: undefined });
    expect(await brokerOver(scripted).probe()).toStrictEqual({ available: true, running: true });
  });
});

describe("what it cannot do here is told:", () => {
  test.each([
    [{ device_mode: "shared" }, "shared_device"],
    [{ sso_extension_mode: "silent_only" }, "silent_only"],
    [{ wpj_status: "notJoined" }, "device_not_joined"],
  ] as const)("%j is %s", async (headers, reason) => {
    expect(await brokerOver(device(headers)).probe()).toMatchObject({
      available: true,
      limits: [{ reason, message: expect.stringMatching(/^the .+[^.]$/) }],
    });
  });

  test("all of it at once", async () => {
    const headers = { device_mode: "shared", sso_extension_mode: "silent_only", wpj_status: "notJoined" };
    const answer = await brokerOver(device(headers)).probe();
    expect(answer).toMatchObject({
      limits: [{ reason: "shared_device" }, { reason: "silent_only" }, { reason: "device_not_joined" }],
    });
  });
});

describe("an extension that has nothing to say of the device is there all the same:", () => {
  test.each<[string, Scripted]>([
    ["it refuses the request", failedWith(brokerError("MSALErrorDomain", -50000))],
    ["it fails", failedWith(appleError(1000))],
    ["its answer has no HTTP response", { code: "bad_credential", message: "x" }],
    ["its answer is another", commonHeaders("refresh")],
    ["its answer is an error", { ...commonHeaders("get_device_info"), error: "invalid_request" }],
    ["its answer is empty", {}],
  ])("%s", async (_how, scripted) => {
    expect(await brokerOver(deviceError(scripted)).probe()).toStrictEqual({
      available: true,
      running: true,
      version: "5.2604.2",
    });
  });
});

describe("an extension that does not answer", () => {
  test("is not responding, within the time that was given", async () => {
    const scripted = deviceError("never");
    const start = performance.now();
    expect(await brokerOver(scripted).probe({ timeoutMs: 30 })).toMatchObject({
      available: false,
      reason: "broker_not_responding",
      message: expect.stringContaining("turned on but does not answer"),
      fix: expect.stringContaining("Company Portal"),
    });
    expect(performance.now() - start).toBeLessThan(5000);
    expect(scripted.requests[0]?.timeoutMs).toBeLessThanOrEqual(30);
  });

  test("is waited for five seconds, when nobody says how long", async () => {
    const scripted = device();
    await brokerOver(scripted).probe();
    expect(scripted.requests[0]?.timeoutMs).toBeGreaterThan(4000);
    expect(scripted.requests[0]?.timeoutMs).toBeLessThanOrEqual(5000);
  });

  test("is not responding when the caller gives up, and is told so", async () => {
    const scripted = deviceError("never");
    const abort = new AbortController();
    const probe = brokerOver(scripted).probe({ signal: abort.signal });
    await expect.poll(() => scripted.requests.length).toBe(1);
    abort.abort();
    expect(await probe).toMatchObject({ message: expect.stringMatching(/^the probe was given up: /) });
    expect(scripted.cancelled).toStrictEqual([1]);
    expect(await brokerOver(scripted).probe({ signal: AbortSignal.abort() })).toStrictEqual({
      available: false,
      reason: "broker_not_responding",
      message: 'the probe was given up: the "signal" of the request was aborted',
      cause: expect.any(BrokerError),
    });
    expect(scripted.requests).toHaveLength(1);
  });

  test("that macOS cannot find after all is not turned on", async () => {
    const below = { domain: "NSCocoaErrorDomain", code: 4099, description: "", userInfo: {} };
    for (const error of [appleError(1003), appleError(1003, below)]) {
      expect(await brokerOver(deviceError(failedWith(error))).probe()).toMatchObject({
        reason: "broker_not_enabled",
      });
    }
  });
});

test("a probe never rejects, whatever the addon does", async () => {
  const scripted = device();
  for (const name of ["systemFacts", "canPerform", "start"] as const) {
    const broken = { ...scripted, addon: { ...scripted.addon, [name]: () => fail() } };
    expect(await brokerOver(broken).probe()).toStrictEqual({
      available: false,
      reason: "broker_not_responding",
      message: "the probe could not be done: out of order",
      cause: expect.any(TypeError),
    });
  }
});

function fail(): never {
  throw new TypeError("out of order");
}

test.skipIf(process.platform === "darwin")(
  "elsewhere than on macOS there is no build, and no fault in that",
  async () => {
    expect(await broker.probe()).toMatchObject({
      available: false,
      reason: "platform_unsupported",
      message: `this is ${process.platform}, and the SSO extension is one of macOS`,
    });
  },
);

test("a client whose broker serves silent calls only does not ask it for a window", async () => {
  const scripted = device({ sso_extension_mode: "silent_only" });
  const app = await PublicClientApplication.create({
    auth: { clientId: CLIENT_ID },
    broker: { implementation: brokerOver(scripted), required: true },
  });
  const call = app.acquireTokenInteractive({
    scopes: ["User.Read"],
    parentWindowHandle: app.CONSOLE_WINDOW_HANDLE,
  });
  await expect(call).rejects.toMatchObject({
    errorCode: "route_unavailable",
    message: expect.stringContaining("silent_only"),
  });
  expect(scripted.requests.map(({ operation }) => operation)).toStrictEqual(["get_device_info"]);
});
