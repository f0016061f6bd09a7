import {
  type Broker,
  BrokerError,
  createNativeBrokerPlugin,
  type NativeBrokerPluginOptions,
} from "@authbroker/core";
import { systemKind } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import { CLIENT_ID, fakeBroker, TOM } from "./fake-broker.js";
import { type FakePackage, printed, project } from "./installed.js";
import { rejection } from "./rejection.js";

const system = systemKind();
const NAME = `@authbroker/broker-${system === "wsl" ? "linux" : system}`;

const brokerPackage = (source: string): Readonly<Record<string, FakePackage>> => ({
  [NAME]: {
    "package.json": JSON.stringify({ name: NAME, version: "0.1.0", type: "module", exports: "./index.js" }),
    "index.js": source,
  },
});

/** Prints what becomes of a plugin with every flag on. */
const create = (broker: string): string => `
  import { BrokerError, BrokerPackageMissingError, createNativeBrokerPlugin } from "@authbroker/core";
  const print = (value) => console.log(JSON.stringify(value));
  await createNativeBrokerPlugin({ enableBrokerOnLinux: true, enableBrokerOnMac: true, enableBrokerOnWindows: true,
    enableBrokerOnWsl: true, broker: ${broker} }).then(
      ({ isBrokerAvailable, probe }) => print({ isBrokerAvailable, ...probe, cause: probe.cause?.cause?.message }),
      (error) => print({ code: error.errorCode, text: error.errorMessage, hint: error.hint, cause: error.cause?.message,
        missing: error instanceof BrokerPackageMissingError, broker: error instanceof BrokerError }));
`;

describe.skipIf(system === "other")("with the flag of this system on", () => {
  test.each([true, false])(
    "a missing package is a broker that is not available, or with required an error (msal-node installed: %o)",
    async (msalNode) => {
      const home = await project({ msalNode });
      const message = `You need to install the broker package: npm install "${NAME}@>=0.1 <1"`;
      expect(printed(await home.run("main.mjs", create("{}")))).toMatchObject({
        isBrokerAvailable: false,
        available: false,
        reason: "broker_package_missing",
        message,
        fix: `npm install "${NAME}@>=0.1 <1"`,
        cause: expect.stringContaining(NAME),
      });
      expect(printed(await home.run("main.mjs", create("{ required: true }")))).toMatchObject({
        code: "broker_package_missing",
        text: message,
        missing: true,
        broker: true,
      });
    },
  );

  test("a broken package keeps the loader's own words, in the probe and in the error", async () => {
    const words = "libfoo.so.1: cannot open shared object file";
    const home = await project({ packages: brokerPackage(`throw new Error(${JSON.stringify(words)});`) });
    expect(printed(await home.run("main.mjs", create("{}")))).toMatchObject({
      isBrokerAvailable: false,
      reason: "broker_load_failed",
      message: expect.stringContaining(words),
      fix: `npm install "${NAME}@>=0.1 <1"`,
      cause: words,
    });
    expect(printed(await home.run("main.mjs", create("{ required: true }")))).toMatchObject({
      code: "broker_load_failed",
      text: expect.stringContaining(words),
      hint: expect.stringContaining(`npm install "${NAME}@>=0.1 <1"`),
      cause: words,
      missing: false,
    });
  });

  test("a package for another version of core is an error, required or not", async () => {
    const home = await project({
      packages: brokerPackage("export const broker = { contractVersion: 2 }; export const load = () => {};"),
    });
    expect(printed(await home.run("main.mjs", create("{}")))).toMatchObject({
      code: "broker_contract_mismatch",
    });
  });
});

test("without a flag the broker is disabled, and the fix names the call and the flag", async () => {
  const plugin = await createNativeBrokerPlugin();
  expect(plugin.isBrokerAvailable).toBe(false);
  if (plugin.probe.available) throw new Error("the broker is available");
  expect(["broker_disabled", "platform_unsupported"]).toContain(plugin.probe.reason);
  expect(plugin.probe.fix ?? "createNativeBrokerPlugin()").toContain("createNativeBrokerPlugin()");
});

const AWAY: Broker["probe"] = () =>
  Promise.resolve({
    available: false,
    reason: "no_session_bus",
    message: "there is no session bus",
    fix: "Start one.",
  });

test("a broker that is away is an error when it is required", async () => {
  const { broker } = fakeBroker({ probe: AWAY });
  const error = await rejection(
    createNativeBrokerPlugin({ broker: { implementation: broker, required: true } }),
  );
  expect(error).toMatchObject({
    errorCode: "route_unavailable",
    errorMessage: "the broker is required and cannot be used (no_session_bus): there is no session bus",
    hint: "Start one.",
  });
  const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
  expect(plugin).toMatchObject({ isBrokerAvailable: false, probe: { reason: "no_session_bus" } });
});

test("a broker whose probe rejects does not respond", async () => {
  const { broker } = fakeBroker({ probe: () => Promise.reject(new Error("out to lunch")) });
  const { probe } = await createNativeBrokerPlugin({ broker: { implementation: broker } });
  expect(probe).toMatchObject({
    available: false,
    reason: "broker_not_responding",
    message: expect.stringContaining("out to lunch"),
  });
});

test.each<[string, unknown]>([
  ["undefined", undefined],
  ["a text", "yes"],
  ["an object that says nothing", {}],
  ["a no without a reason", { available: false }],
])("a broker whose probe answers with %s does not respond", async (_name, answer) => {
  const { broker } = fakeBroker();
  Object.assign(broker, { probe: () => Promise.resolve(answer) });
  const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
  expect(plugin.isBrokerAvailable).toBe(false);
  expect(plugin.probe).toMatchObject({
    available: false,
    reason: "broker_not_responding",
    message: expect.stringContaining("probe"),
  });
});

test("a probe starts nothing", async () => {
  const { broker, probes } = fakeBroker();
  await createNativeBrokerPlugin({ broker: { implementation: broker } });
  expect(probes.map(({ options }) => options)).toEqual([{ timeoutMs: 5000 }]);
});

const wrong = (options: object): Promise<unknown> =>
  createNativeBrokerPlugin(Object.assign<NativeBrokerPluginOptions, object>({}, options)).catch(
    (error: unknown) => error,
  );

test.each<[string, object]>([
  ["enableBrokerOnLinux", { enableBrokerOnLinux: "yes" }],
  ["broker", { broker: 7 }],
  ["broker.required", { broker: { required: "yes" } }],
  ["broker.implementation.probe", { broker: { implementation: {} } }],
  ["clientCapabilities", { clientCapabilities: "CP1" }],
  ["clientCapabilities[0]", { clientCapabilities: [1] }],
  ["clientId", { clientId: "" }],
  ["msalNode", { msalNode: {} }],
])("a wrong option is a TypeError that names it: %s", async (name, options) => {
  const error = await wrong(options);
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toMatchObject({ message: expect.stringContaining(`"${name}"`) });
});

test.each<[string, object]>([
  ["enableBrokerOnlinux", { enableBrokerOnlinux: true }],
  ["broker.requierd", { broker: { requierd: true } }],
  ["auth", { auth: { clientId: CLIENT_ID } }],
])("an option that nobody knows is refused by name: %s", async (name, options) => {
  const error = await wrong(options);
  expect(error).toBeInstanceOf(BrokerError);
  expect(error).toMatchObject({
    errorCode: "request_unsupported",
    message: expect.stringContaining(`"${name}"`),
  });
});

test("a call without a client ID is a TypeError that names it", async () => {
  const { broker, calls } = fakeBroker();
  const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
  const correlationId = "0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f";
  await expect(plugin.getAllAccounts("", correlationId)).rejects.toThrow('"clientId"');
  await expect(plugin.getAllAccounts(CLIENT_ID, "no UUID")).rejects.toThrow('"correlationId"');
  await expect(plugin.signOut({ clientId: CLIENT_ID, accountId: "", correlationId })).rejects.toThrow(
    '"accountId"',
  );
  expect(calls).toEqual([]);
});

const CORRELATION_ID = "2e4d6c8b-1a3f-4b5d-8e7c-9f0a1b2c3d4e";
const REQUEST = {
  clientId: CLIENT_ID,
  authority: "https://login.microsoftonline.com/common/",
  correlationId: CORRELATION_ID,
  redirectUri: "",
  scopes: ["User.Read"],
};

test("a wrong argument is a TypeError that names it, and the broker is not asked", async () => {
  const { broker, calls } = fakeBroker();
  const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
  const call = (
    method: "acquireTokenInteractive" | "acquireTokenSilent" | "signOut",
    ...given: readonly unknown[]
  ): unknown => Reflect.apply(plugin[method], plugin, given);
  const answers: readonly (readonly [unknown, string])[] = [
    [call("acquireTokenSilent"), "request"],
    [call("acquireTokenInteractive", null), "request"],
    [call("signOut"), "request"],
    [call("signOut", { ...REQUEST, accountId: 7 }), "accountId"],
    [call("acquireTokenSilent", { ...REQUEST, account: null }), "account"],
    [call("acquireTokenSilent", { ...REQUEST, accountId: 7 }), "accountId"],
    [call("acquireTokenInteractive", REQUEST, "0x2a"), "windowHandle"],
    [call("acquireTokenInteractive", REQUEST, [0, 0, 0, 1]), "windowHandle"],
  ];
  for (const [answer, name] of answers) {
    await expect(answer).rejects.toBeInstanceOf(TypeError);
    await expect(answer).rejects.toThrow(`"${name}" must be`);
  }
  expect(calls).toEqual([]);
});

test("the limits of a request are for finding its account too", async () => {
  const { broker, calls } = fakeBroker({ getAccounts: () => new Promise(() => {}) });
  const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
  const request = { ...REQUEST, accountId: TOM.nativeAccountId };
  const late = plugin.acquireTokenSilent(Object.assign({}, request, { timeoutMs: 20 }));
  await expect(late).rejects.toMatchObject({ errorCode: "request_timeout" });
  const left = plugin.acquireTokenInteractive(Object.assign({}, request, { signal: AbortSignal.abort() }));
  await expect(left).rejects.toMatchObject({ errorCode: "request_aborted" });
  expect(calls.map(({ method }) => method)).toEqual(["getAccounts"]);
});

test("a call without a window is for the terminal's on macOS, whose broker needs one, and for none elsewhere", async () => {
  const parents = ["macos", "windows", "linux"].map(async (platform) => {
    const { broker, calls } = fakeBroker({ platform: platform as Broker["platform"] });
    const plugin = await createNativeBrokerPlugin({ broker: { implementation: broker } });
    await plugin.acquireTokenInteractive(REQUEST, Buffer.alloc(1));
    return calls.map(({ request }) => (request as { parentWindow?: unknown }).parentWindow);
  });
  expect(await Promise.all(parents)).toEqual([["console"], [undefined], [undefined]]);
});
