import { BrokerError, type BrokerProbe, type ProbeOptions, type UnavailableReason } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import type { SystemFacts } from "../../src/addon.js";
import { createWindowsBroker } from "../../src/broker.js";
import { probe } from "../../src/probe.js";
import { addonError, never, type ScriptedAddon, scriptedAddon } from "./scripted-addon.js";

const ask = (addon: ScriptedAddon, options: ProbeOptions = {}): Promise<BrokerProbe> =>
  probe(() => addon, options, "win32");

const on = (facts: Partial<SystemFacts>): Promise<BrokerProbe> => ask(scriptedAddon({ facts }));

test("a Windows with the Entra plug-in is available, after one question", async () => {
  const addon = scriptedAddon();
  expect(await ask(addon)).toStrictEqual({ available: true, running: true, version: "10.0.22631" });
  expect(addon.started).toMatchObject([
    {
      operation: "findProvider",
      request: { provider: { id: "https://login.microsoft.com", authority: "organizations" } },
    },
  ]);
});

test("an administrator's rights are a limit, and no reason to do without", async () => {
  expect(await on({ elevated: true })).toMatchObject({
    available: true,
    limits: [{ reason: "elevated", message: expect.stringContaining("administrator") }],
  });
});

test.each<Partial<SystemFacts>>([
  { build: 15_063 },
  { build: 17_763, product: "server", installationType: "Server" },
  { build: 20_348, product: "domain_controller", installationType: "Server" },
  { build: 26_100, product: "server", installationType: "" },
])("%o is served", async (facts) => {
  expect(await on(facts)).toMatchObject({ available: true });
});

describe("what keeps a process from it:", () => {
  test.each<[Partial<SystemFacts>, UnavailableReason, RegExp]>([
    [{ build: 15_062 }, "system_too_old", /build 15062.+Windows 10 1703 \(build 15063\)/],
    [{ build: 9600 }, "system_too_old", /build 9600/],
    [
      { build: 14_393, product: "server", installationType: "Server" },
      "system_too_old",
      /Windows Server 2019/,
    ],
    [{ build: 14_393, product: "domain_controller" }, "system_too_old", /build 17763/],
    [
      { build: 20_348, product: "server", installationType: "Server Core" },
      "desktop_shell_missing",
      /Windows Server Core/,
    ],
    [
      { build: 20_348, product: "server", installationType: "Nano Server" },
      "desktop_shell_missing",
      /Nano Server/,
    ],
    [{ sessionId: 0 }, "session_not_interactive", /session 0/],
    [{ sessionId: 0, windowStationVisible: false }, "session_not_interactive", /session 0/],
    [{ windowStationVisible: false }, "session_not_interactive", /window station/],
  ])("%o is %s", async (facts, reason, message) => {
    const addon = scriptedAddon({ facts });
    expect(await ask(addon)).toStrictEqual({
      available: false,
      reason,
      message: expect.stringMatching(message),
      fix: expect.stringMatching(/^[A-Z].+\.$/),
    });
    expect(addon.started).toEqual([]);
  });

  test.each<[string, Error, UnavailableReason]>([
    ["no plug-in", addonError("provider_not_found"), "broker_not_installed"],
    ["no class", addonError("call_failed", { hresult: 0x80040154 }), "broker_not_installed"],
    ["no WinRT", addonError("winrt_missing"), "system_too_old"],
    [
      "a service that is turned off",
      addonError("call_failed", { hresult: 0x80070422 }),
      "broker_not_enabled",
    ],
    ["a refusal", addonError("call_failed", { hresult: 0x80070005 }), "broker_not_responding"],
    ["a failure", addonError("operation_failed", { hresult: 0x80004005 }), "broker_not_responding"],
    ["no answer", addonError("timeout"), "broker_not_responding"],
    ["an error of some other kind", new Error("the error's words"), "broker_not_responding"],
  ])("%s", async (_what, error, reason) => {
    const answer = await ask(
      scriptedAddon({
        findProvider: () => {
          throw error;
        },
      }),
    );
    expect(answer).toMatchObject({ available: false, reason, message: expect.stringMatching(/^\w.+/) });
  });

  test("an addon that does not load", async () => {
    const error = new BrokerError("broker_load_failed", {
      message: "the loader's words",
      hint: "Install it.",
    });
    const answer = await probe(
      () => {
        throw error;
      },
      {},
      "win32",
    );
    expect(answer).toMatchObject({
      reason: "broker_load_failed",
      message: "the loader's words",
      fix: "Install it.",
      cause: error,
    });
  });

  test("an addon that breaks its word", async () => {
    const addon = {
      ...scriptedAddon(),
      systemFacts: (): never => {
        throw new TypeError("no facts");
      },
    };
    expect(await ask(addon)).toMatchObject({ reason: "broker_not_responding", message: "no facts" });
  });

  test.each(["linux", "darwin", "freebsd"] as const)("%s, where nothing is loaded", async (platform) => {
    const load = (): never => {
      throw new Error("loaded");
    };
    expect(await probe(load, {}, platform)).toMatchObject({
      reason: "platform_unsupported",
      message: expect.stringContaining(platform),
    });
  });
});

describe("the time of a probe", () => {
  const timeoutOf = async (options: ProbeOptions): Promise<number> => {
    const addon = scriptedAddon();
    await ask(addon, options);
    return addon.started[0]?.request.timeoutMs ?? Number.NaN;
  };

  test("is five seconds, or what the caller gives", async () => {
    expect(await timeoutOf({})).toBeLessThanOrEqual(5000);
    expect(await timeoutOf({ timeoutMs: 200, start: true })).toBeLessThanOrEqual(200);
  });

  test("ends with the caller's signal", async () => {
    const addon = scriptedAddon({ findProvider: never });
    const controller = new AbortController();
    const answer = ask(addon, { signal: controller.signal });
    controller.abort();
    expect(await answer).toMatchObject({ available: false, reason: "broker_not_responding" });
    expect(await ask(addon, { signal: AbortSignal.abort() })).toMatchObject({ available: false });
  });
});

test("the broker's probe is this one", async () => {
  const broker = createWindowsBroker(() => scriptedAddon({ facts: { build: 9600 } }));
  const { available } = await broker.probe();
  expect(available).toBe(false);
});
