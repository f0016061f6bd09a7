import { inspect } from "node:util";
import { AuthError, InteractionRequiredAuthError } from "@azure/msal-node";
import {
  type AccountInfo,
  type AuthenticationResult,
  BrokerError,
  type PublicClientApplication,
} from "@authbroker/core";
import { type Emulator, type Fault, startEmulator } from "@authbroker/emulator";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { rejection, SCOPES, signedIn, useBus } from "./emulator.js";

/** Each fault of a silent call, the code it becomes, and words that the message must hold. */
const FATAL: readonly (readonly [Fault, string, RegExp])[] = [
  [{ fault: "wrong-reply-type" }, "broker_response_invalid", /type/],
  [{ fault: "not-json" }, "broker_response_invalid", /not JSON/],
  [{ fault: "empty-reply" }, "broker_response_invalid", /empty/],
  [{ fault: "exit", times: 1 }, "broker_unavailable", /left the session bus/],
  [{ fault: "empty-context", times: 1 }, "platform_broker_error", /no explanation/],
  [{ fault: "wrong-identity" }, "account_mismatch", /another account/],
  [
    { fault: "missing-field", field: "brokerTokenResponse" },
    "broker_response_invalid",
    /"brokerTokenResponse" is missing/,
  ],
  [
    { fault: "missing-field", field: "brokerTokenResponse.accessToken" },
    "broker_response_invalid",
    /accessToken" is missing/,
  ],
  [
    { fault: "missing-field", field: "brokerTokenResponse.idToken" },
    "broker_response_invalid",
    /idToken" is missing/,
  ],
  [
    { fault: "missing-field", field: "brokerTokenResponse.expiresOn" },
    "broker_response_invalid",
    /expiresOn" is missing/,
  ],
  [
    { fault: "missing-field", field: "brokerTokenResponse.clientInfo" },
    "broker_response_invalid",
    /clientInfo" is missing/,
  ],
  [
    { fault: "wrong-field", field: "brokerTokenResponse", value: [] },
    "broker_response_invalid",
    /an array and not an object/,
  ],
  [
    { fault: "wrong-field", field: "brokerTokenResponse.accessToken", value: 7 },
    "broker_response_invalid",
    /a number and not a string/,
  ],
  [
    { fault: "wrong-field", field: "brokerTokenResponse.idToken", value: "a.b" },
    "broker_response_invalid",
    /not a JWT/,
  ],
  [
    { fault: "wrong-field", field: "brokerTokenResponse.expiresOn", value: "soon" },
    "broker_response_invalid",
    /a string and not a number/,
  ],
  [
    { fault: "wrong-field", field: "brokerTokenResponse.error", value: "no" },
    "broker_response_invalid",
    /a string and not an object/,
  ],
];

/** Each fault that a client has to live with. */
const HARMLESS: readonly Fault[] = [
  { fault: "late-reply", delayMs: 50 },
  { fault: "seconds-expiry" },
  { fault: "array-scopes" },
  { fault: "string-numbers" },
  { fault: "missing-field", field: "brokerTokenResponse.grantedScopes" },
  { fault: "missing-field", field: "brokerTokenResponse.extendedExpiresOn" },
  { fault: "missing-field", field: "brokerTokenResponse.accessTokenType" },
  { fault: "slow-ping", delayMs: 10_000 },
];

/** The D-Bus errors that say the broker is not there; any other is a failure of its own. */
const DBUS_ERRORS: readonly (readonly [string, string])[] = [
  ["org.freedesktop.DBus.Error.ServiceUnknown", "broker_unavailable"],
  ["org.freedesktop.DBus.Error.NoReply", "broker_unavailable"],
  ["org.freedesktop.DBus.Error.TimedOut", "broker_unavailable"],
  ["org.freedesktop.DBus.Error.UnknownObject", "broker_unavailable"],
  ["org.freedesktop.DBus.Error.Spawn.ChildExited", "broker_unavailable"],
  ["org.freedesktop.DBus.Error.Failed", "platform_broker_error"],
  ["org.freedesktop.DBus.Error.AccessDenied", "platform_broker_error"],
  ["org.freedesktop.DBus.Error.UnknownMethod", "platform_broker_error"],
  ["com.microsoft.identity.Error.OutOfCoffee", "platform_broker_error"],
];

const STATUSES: readonly (readonly [number, string, string])[] = [
  [2, "interaction_required", "InteractionRequired"],
  [3, "no_network_connectivity", "NoNetwork"],
  [4, "no_network_connectivity", "NetworkTemporarilyUnavailable"],
  [5, "server_unavailable", "ServerTemporarilyUnavailable"],
  [6, "platform_broker_error", "ApiContractViolation"],
  [7, "user_canceled", "UserCanceled"],
  [8, "platform_broker_error", "ApplicationCanceled"],
  [11, "untrusted_authority", "AuthorityUntrusted"],
  [12, "account_mismatch", "UserSwitched"],
  [13, "interaction_required", "AccountUnusable"],
  [19, "no_account_found", "AccountNotFound"],
  [21, "platform_broker_error", "Status 21"],
  [-1, "platform_broker_error", "Status -1"],
];

let emulator: Emulator;
let app: PublicClientApplication;
let account: AccountInfo;

beforeAll(async () => {
  emulator = await startEmulator();
  useBus(emulator.env["DBUS_SESSION_BUS_ADDRESS"]);
  ({ app, account } = await signedIn(emulator));
  return () => emulator.stop();
});

afterEach(async () => {
  emulator.broker.faults.clear();
  if (!emulator.broker.running) await emulator.broker.start();
});

describe.each(["silent", "interactive"] as const)("%s", (kind) => {
  test.each(FATAL)("%j rejects with %s and says what was wrong", async (fault, code, message) => {
    const error = await failure(kind, fault);
    expect(error).toBeInstanceOf(BrokerError);
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject({ errorCode: code, message: expect.stringMatching(message) });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/eyJ/);
  });

  test.each(DBUS_ERRORS)("the D-Bus error %s rejects with %s and is quoted", async (name, code) => {
    const error = await failure(kind, { fault: "dbus-error", name, text: "for a test" });
    expect(error).toMatchObject({
      errorCode: code,
      message: expect.stringContaining(name),
      broker: { context: expect.stringContaining("for a test") },
    });
  });

  test.each(STATUSES)("status %i rejects with %s", async (value, code, status) => {
    const error = await failure(kind, { fault: "status", value, context: "for a test" });
    expect(error).toMatchObject({ errorCode: code, broker: { status, context: "for a test" } });
    expect(error instanceof InteractionRequiredAuthError).toBe(code === "interaction_required");
  });

  test.each(HARMLESS)("%j still brings the token", async (fault) => {
    emulator.broker.faults.add(fault);
    const result = await acquire(kind);
    expect(result).toMatchObject({ account: { username: account.username }, scopes: SCOPES });
    expect(result.expiresOn?.getTime()).toBeGreaterThan(Date.now());
  });

  test("no reply runs out of time", async () => {
    emulator.broker.faults.add({ fault: "no-reply" });
    expect(await rejection(acquire(kind, 200))).toMatchObject({
      errorCode: "request_timeout",
      message: expect.stringContaining("200 ms"),
    });
  });
});

test("an absent broker rejects with the line that installs it", async () => {
  await emulator.broker.stop();
  const hint: unknown = expect.stringContaining("apt-get install microsoft-identity-broker");
  expect(await rejection(app.acquireTokenSilent({ scopes: SCOPES, account }))).toMatchObject({
    errorCode: "broker_unavailable",
    hint,
  });
  expect(await rejection(app.acquireTokenInteractive({ scopes: SCOPES, account }))).toMatchObject({
    errorCode: "route_unavailable",
    message: expect.stringContaining("broker_not_installed"),
    hint,
  });
  await expect(app.getAllAccounts()).resolves.toEqual([]);
});

test("signing out of a broker without removeAccount succeeds", async () => {
  const name = "org.freedesktop.DBus.Error.UnknownMethod";
  emulator.broker.faults.add({ fault: "dbus-error", method: "removeAccount", name });
  await expect(app.signOut({ account })).resolves.toBeUndefined();
});

test("accounts without an array of accounts are refused", async () => {
  emulator.broker.faults.add({ fault: "missing-field", method: "getAccounts", field: "accounts" });
  expect(await rejection(app.getAllAccounts())).toMatchObject({
    errorCode: "broker_response_invalid",
    message: expect.stringContaining('"accounts" is missing'),
  });
});

type Kind = "silent" | "interactive";

async function failure(kind: Kind, fault: Fault): Promise<unknown> {
  emulator.broker.faults.add(fault);
  return rejection(acquire(kind));
}

function acquire(kind: Kind, timeoutMs?: number): Promise<AuthenticationResult> {
  const request = { scopes: SCOPES, account, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  return kind === "silent" ? app.acquireTokenSilent(request) : app.acquireTokenInteractive(request);
}
