import { runInNewContext } from "node:vm";
import type { BrokerError, ErrorCode } from "@authbroker/core";
import { startCallClock } from "@authbroker/core/broker";
import { describe, expect, test } from "vitest";
import type { AddonError } from "../../src/addon.js";
import { callError, isAddonError } from "../../src/errors.js";
import { tokenError } from "../../src/status.js";
import { ACCESS_TOKEN, failedAnswer, providerError, rejection } from "./samples.js";
import { addonError } from "./scripted-addon.js";

const WORDS = "the plug-in's words";

const tokenFailure = (status: number, code?: number, elevated = false): BrokerError =>
  tokenError(failedAnswer(status, code), () => elevated);

const hex = (code: number): string => `0x${code.toString(16).toUpperCase()}`;

describe("each status of a request for a token:", () => {
  test.each<[number, string, ErrorCode]>([
    [1, "UserCancel", "user_canceled"],
    [3, "UserInteractionRequired", "interaction_required"],
    [4, "AccountProviderNotAvailable", "broker_unavailable"],
    [5, "ProviderError", "platform_broker_error"],
    [6, "Status 6", "platform_broker_error"],
    [-1, "Status -1", "platform_broker_error"],
  ])("%i, %s, is %s", (number, status, errorCode) => {
    const error = tokenFailure(number, 0x87654321);
    expect(error.errorCode).toBe(errorCode);
    expect(error.broker).toStrictEqual({ status, code: 0x87654321, context: WORDS });
    const silent = tokenFailure(number);
    expect(silent.errorCode).toBe(errorCode);
    expect(silent.broker).toStrictEqual({ status });
  });

  test("the code is said in hex, as Microsoft's pages list it", () => {
    expect(tokenFailure(3, 0xcaa10001).message).toContain("(0xCAA10001)");
    expect(tokenFailure(5, 5).message).toContain("(0x00000005)");
    expect(tokenFailure(5).message).toContain("gave no explanation");
  });

  test("the provider's error may be that of the response", () => {
    const response = { token: "", properties: {}, providerError: providerError(0xcaa20003) };
    const error = tokenError({ status: 5, response }, () => false);
    expect(error.errorCode).toBe("interaction_required");
    expect(error.broker).toMatchObject({ code: 0xcaa20003 });
  });

  test("a window that closed is explained where an administrator's rights may be why", () => {
    expect(tokenFailure(1, undefined, true).hint).toContain("administrator");
    expect(tokenFailure(1, undefined, false).hint).toBeUndefined();
  });
});

describe("each code of a plug-in that says something:", () => {
  test.each<[number, ErrorCode, RegExp]>([
    [0xcaa10001, "interaction_required", /sign in again/],
    [0xcaa2000c, "interaction_required", /multi-factor/],
    [0xcaa20003, "interaction_required", /password was changed/],
    [0x8086000c, "interaction_required", /personal account/],
    [0x80860006, "interaction_required", /sign in again/],
    [0xcaa20005, "server_unavailable", /unavailable/],
    [0xcaa20008, "server_unavailable", /unavailable/],
    [0x80080300, "broker_unavailable", /interrupted/],
    [0xcaad0001, "broker_unavailable", /lack of resources/],
    [0xcaa30194, "no_network_connectivity", /proxy/],
    [0xcaa3012c, "no_network_connectivity", /proxy/],
    [0xcaa70004, "no_network_connectivity", /proxy/],
    [0xcaa70007, "no_network_connectivity", /proxy/],
    [0xcaa80000, "no_network_connectivity", /proxy/],
    [0xcaa82ee2, "no_network_connectivity", /in time/],
    [0xcaa82ee7, "no_network_connectivity", /cannot be resolved/],
    [0xcaa82efd, "no_network_connectivity", /cannot be connected to/],
    [0x800704cf, "no_network_connectivity", /cannot be reached/],
    [0x80070525, "no_account_found", /does not know the account/],
    [0x8009030e, "platform_broker_error", /no credentials/],
    [0x80090016, "platform_broker_error", /TPM/],
    [0x80090030, "platform_broker_error", /TPM/],
    [0xcaa1000f, "platform_broker_error", /refused the request/],
    [0x80860005, "platform_broker_error", /profile/],
    [0x80860009, "platform_broker_error", /e-mail/],
    [0x8086000a, "platform_broker_error", /owner to act/],
    [0x8086000b, "platform_broker_error", /blocked/],
  ])("%o is %s", (code, errorCode, message) => {
    const error = tokenFailure(5, code);
    expect(error.errorCode).toBe(errorCode);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(hex(code));
    expect(error.message).toContain(WORDS);
    expect(error.hint).toMatch(/^[A-Z].+\.$/);
    expect(error.broker).toStrictEqual({ status: "ProviderError", code, context: WORDS });
  });

  test.each([0, 1, 0xcaa20004, 0xcaa50001, 0x80004005, 0xffffffff])("%o is said as it is", (code) => {
    const error = tokenFailure(5, code);
    expect(error.errorCode).toBe("platform_broker_error");
    expect(error.message).toContain(`0x${code.toString(16).toUpperCase().padStart(8, "0")}`);
    expect(error.message).toContain(WORDS);
  });

  test("and no words of a plug-in bring a token into an error", () => {
    const error = tokenError(
      failedAnswer(5, 1, `refused ${ACCESS_TOKEN} of ines@contoso.example`),
      () => false,
    );
    expect(error.message).toContain("refused (redacted)");
    expect(JSON.stringify(error)).not.toContain("ines@");
    for (const part of ACCESS_TOKEN.split(".")) expect(JSON.stringify(error)).not.toContain(part);
  });
});

describe("an error of the addon", () => {
  const controller = new AbortController();
  controller.abort(new Error("the window was closed"));
  const clock = startCallClock({ signal: controller.signal, timeoutMs: 1234 }, 0);

  const explained = (error: unknown): Promise<BrokerError> =>
    rejection(() => {
      throw callError(error, "GetTokenSilentlyAsync", clock);
    });

  test.each<[AddonError["code"], ErrorCode, RegExp]>([
    ["timeout", "request_timeout", /did not answer GetTokenSilentlyAsync within 1234 ms/],
    ["cancelled", "request_aborted", /"signal"/],
    ["winrt_missing", "broker_unavailable", /combase\.dll/],
    ["provider_not_found", "broker_unavailable", /no provider/],
    ["account_not_found", "no_account_found", /does not know the account/],
    ["window_not_found", "request_unsupported", /"parentWindowHandle"/],
    ["call_failed", "platform_broker_error", /GetTokenSilentlyAsync/],
    ["operation_failed", "platform_broker_error", /GetTokenSilentlyAsync/],
  ])("%s is %s", async (code, errorCode, message) => {
    const error = await explained(addonError(code));
    expect(error.errorCode).toBe(errorCode);
    expect(error.message).toMatch(message);
  });

  test("cancelled has the signal's reason", async () => {
    expect((await explained(addonError("cancelled"))).cause).toBe(controller.signal.reason);
  });

  test.each<[number, ErrorCode, RegExp]>([
    [0x80040154, "broker_unavailable", /class is not registered/],
    [0x80070005, "broker_unavailable", /denied this process/],
    [0x80070422, "broker_unavailable", /disabled/],
    [0x800706ba, "broker_unavailable", /does not answer/],
    [0x80070578, "request_unsupported", /"parentWindowHandle" is no window/],
    [0x80070525, "no_account_found", /does not know the account/],
    [0x800704cf, "no_network_connectivity", /cannot be reached/],
    [0xcaa82ee7, "no_network_connectivity", /cannot be resolved/],
    [0x80004005, "platform_broker_error", /a call of the Web Account Manager failed/],
  ])("with the HRESULT %o is %s", async (hresult, errorCode, message) => {
    for (const code of ["call_failed", "operation_failed"] as const) {
      const error = await explained(addonError(code, { hresult, function: "RoGetActivationFactory" }));
      expect(error.errorCode).toBe(errorCode);
      expect(error.message).toMatch(message);
      expect(error.message).toContain(`RoGetActivationFactory answered ${hex(hresult)}`);
      expect(error.broker).toStrictEqual({
        status: "RoGetActivationFactory",
        code: hresult,
        context: "the addon's words",
      });
    }
  });

  test.each<[string, ErrorCode]>([
    ["RequestTokenForWindowAsync", "user_canceled"],
    ["GetTokenSilentlyAsync", "platform_broker_error"],
    ["SignOutAsync", "platform_broker_error"],
  ])("with the HRESULT of what a user canceled, of %s, is %s", async (name, errorCode) => {
    const canceled = addonError("operation_failed", { hresult: 0x800704c7, function: name });
    const error = await rejection(() => {
      throw callError(canceled, name, clock);
    });
    expect(error.errorCode).toBe(errorCode);
    expect(error.broker).toMatchObject({ status: name, code: 0x800704c7 });
  });

  test("that refuses an argument names it", async () => {
    const error = await explained(new TypeError('"scope" must be a string'));
    expect(error.errorCode).toBe("request_unsupported");
    expect(error.message).toContain('"scope"');
  });

  test("is known where the code of the addon is of another context, as under Jest", async () => {
    const timeout: unknown = runInNewContext('Object.assign(new Error("late"), { code: "timeout" })');
    expect((await explained(timeout)).errorCode).toBe("request_timeout");
    const refused: unknown = runInNewContext("new TypeError('\"scope\" must be a string')");
    expect((await explained(refused)).errorCode).toBe("request_unsupported");
  });

  test("is told from every other, which comes back as it is", () => {
    const others = [
      new Error("other"),
      Object.assign(new Error("x"), { code: "ENOENT" }),
      "other",
      undefined,
    ];
    for (const other of others) {
      expect(isAddonError(other)).toBe(false);
      expect(callError(other, "GetTokenSilentlyAsync", clock)).toBe(other);
    }
    expect(isAddonError(addonError("timeout"))).toBe(true);
    expect(isAddonError({ code: "timeout" })).toBe(false);
  });
});
