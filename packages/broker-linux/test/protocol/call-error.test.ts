import { runInNewContext } from "node:vm";
import { BrokerError, type CallOptions } from "@authbroker/core";
import { describe, expect, test } from "vitest";
import type { AddonError } from "../../src/addon.js";
import { brokerLeft, callError, INSTALL_BROKER, isAddonError } from "../../src/errors.js";

type Details = Partial<Pick<AddonError, "errorName" | "signature">>;

/** An error as the addon makes it. */
const addonError = (code: AddonError["code"], message: string, details: Details = {}): AddonError =>
  Object.assign(new Error(message), { code, ...details });

function explained(error: unknown, options: CallOptions = {}): BrokerError {
  const result = callError(error, "acquireTokenSilently", options);
  if (result instanceof BrokerError) return result;
  throw new Error("no BrokerError came of it", { cause: result });
}

const PREFIX = "org.freedesktop.DBus.Error.";

describe("a D-Bus error", () => {
  test.each([
    ["ServiceUnknown", /no broker is on the session bus/],
    ["NameHasNoOwner", /no broker is on the session bus/],
    ["NoReply", /left the session bus before it answered/],
    ["TimedOut", /could not be started in time/],
    ["Disconnected", /closed the connection/],
    ["UnknownObject", /not ready yet/],
    ["Spawn.ExecFailed", /could not be started/],
    ["Spawn.ChildExited", /could not be started/],
    ["Spawn.ServiceNotFound", /could not be started/],
  ])("%s says that the broker is unavailable", (name, message) => {
    const error = explained(addonError("dbus_error", "the bus's words", { errorName: PREFIX + name }));

    expect(error.errorCode).toBe("broker_unavailable");
    expect(error.retryable).toBe(true);
    expect(error.message).toMatch(message);
    expect(error.broker).toStrictEqual({
      status: PREFIX + name,
      context: "the bus's words",
    });
    expect(error.hint).toMatch(/^[A-Z].+\.$/);
  });

  test.each(["ServiceUnknown", "NameHasNoOwner"])("%s says how to install the broker", (name) => {
    const { hint } = explained(addonError("dbus_error", "", { errorName: PREFIX + name }));

    expect(hint).toBe(INSTALL_BROKER);
    expect(hint).toContain("sudo apt-get install microsoft-identity-broker");
    expect(hint).toContain("sudo dnf install microsoft-identity-broker");
  });

  test.each([
    `${PREFIX}Failed`,
    `${PREFIX}AccessDenied`,
    `${PREFIX}UnknownMethod`,
    `${PREFIX}UnknownInterface`,
    `${PREFIX}InvalidArgs`,
    "com.microsoft.identity.Error.Internal",
    "constructor",
    "",
  ])("%o is a failure of the broker, in its own words", (errorName) => {
    const error = explained(addonError("dbus_error", "the broker's words", { errorName }));

    expect(error.errorCode).toBe("platform_broker_error");
    expect(error.message).toContain("acquireTokenSilently");
    expect(error.broker).toStrictEqual({
      status: errorName,
      context: "the broker's words",
    });
  });

  test("without a name is one all the same", () => {
    expect(explained(addonError("dbus_error", "words")).errorCode).toBe("platform_broker_error");
  });

  test("shows no token that its text holds", () => {
    const token = `eyJ${"a".repeat(40)}.${"b".repeat(80)}`;
    const error = explained(addonError("dbus_error", `refused ${token}`, { errorName: `${PREFIX}Failed` }));

    expect(error.message).toContain("refused (redacted)");
    expect(JSON.stringify(error)).not.toContain("b".repeat(80));
  });
});

describe("the addon's other errors", () => {
  test.each([
    ["disconnected", "broker_unavailable", /session bus cannot be reached: the addon's words/],
    ["bad_reply", "broker_response_invalid", /acquireTokenSilently cannot be used: the addon's words/],
    ["not_sent", "platform_broker_error", /acquireTokenSilently could not be sent: the addon's words/],
  ] as const)("%s becomes %s, with the cause", (code, errorCode, message) => {
    const cause = addonError(code, "the addon's words", { signature: "as" });

    const error = explained(cause);

    expect(error.errorCode).toBe(errorCode);
    expect(error.message).toMatch(message);
    expect(error.cause).toBe(cause);
  });

  test("timeout becomes request_timeout, and says how long it was", () => {
    const error = explained(addonError("timeout", "timed out"), { timeoutMs: 1234 });

    expect(error.errorCode).toBe("request_timeout");
    expect(error.message).toContain("acquireTokenSilently within 1234 ms");
    expect(error.hint).toContain("timeoutMs");
  });

  test("cancelled becomes request_aborted, with the signal's reason", () => {
    const reason = new Error("the window was closed");

    const error = explained(addonError("cancelled", "cancelled"), { signal: AbortSignal.abort(reason) });

    expect(error.errorCode).toBe("request_aborted");
    expect(error.message).toContain('"signal"');
    expect(error.cause).toBe(reason);
  });

  test("a broker that left says which call it left, and that the next starts it anew", () => {
    const error = brokerLeft("acquireTokenInteractively");

    expect(error.errorCode).toBe("broker_unavailable");
    expect(error.message).toContain("before it answered acquireTokenInteractively");
    expect(error.hint).toContain("Try again");
  });
});

test("an error of the addon is known where its code is of another context, as under Jest", () => {
  const timeout: unknown = runInNewContext('Object.assign(new Error("late"), { code: "timeout" })');
  expect(explained(timeout).errorCode).toBe("request_timeout");
});

describe("an error that is none of the addon's comes back as it is:", () => {
  test.each([
    ["a BrokerError", new BrokerError("broker_load_failed", { message: "lacks a library" })],
    ["an Error", new Error("other")],
    ["an error of Node.js", Object.assign(new Error("no such file"), { code: "ENOENT" })],
    ["an error with a number", Object.assign(new Error("other"), { code: 5 })],
    ["a string", "other"],
    ["nothing", undefined],
  ])("%s", (_what, error: unknown) => {
    expect(callError(error, "getAccounts", {})).toBe(error);
  });

  test("and is told apart", () => {
    expect(isAddonError(addonError("timeout", "timed out"))).toBe(true);
    expect(isAddonError({ code: "timeout" })).toBe(false);
    expect(isAddonError(new Error("timeout"))).toBe(false);
  });
});
