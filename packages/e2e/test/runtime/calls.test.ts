import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  type AuthParameters,
  type AuthResult,
  ErrorStatus,
  LogLevel,
  msalNodeRuntime,
  type MsalRuntimeError,
  type SignOutResult,
} from "@authbroker/msal-node-runtime";
import { type Emulator, type EmulatorOptions, startEmulator } from "@authbroker/emulator";
import { expect, onTestFinished, test } from "vitest";

const NO_WINDOW = Buffer.from([0]);

/** An emulator whose bus is this process's until the test ends. */
async function emulated(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  const before = process.env["DBUS_SESSION_BUS_ADDRESS"];
  process.env["DBUS_SESSION_BUS_ADDRESS"] = emulator.env["DBUS_SESSION_BUS_ADDRESS"];
  onTestFinished(async () => {
    if (before === undefined) delete process.env["DBUS_SESSION_BUS_ADDRESS"];
    else process.env["DBUS_SESSION_BUS_ADDRESS"] = before;
    await emulator.stop();
  });
  return emulator;
}

function parametersFor(emulator: Emulator): AuthParameters {
  const parameters = new msalNodeRuntime.AuthParameters();
  parameters.CreateAuthParameters(
    emulator.env["AUTHBROKER_CLIENT_ID"] ?? "",
    "https://login.microsoftonline.com/common",
  );
  parameters.SetRedirectUri("https://login.microsoftonline.com/common/oauth2/nativeclient");
  parameters.SetRequestedScopes("https://graph.microsoft.com/User.Read");
  return parameters;
}

/** Waits for what a call calls back with. */
function answered<Result>(call: (callback: (result: Result) => void) => unknown): Promise<Result> {
  return new Promise((resolve) => call(resolve));
}

function signIn(parameters: AuthParameters): Promise<AuthResult> {
  return answered((callback) =>
    msalNodeRuntime.SignInInteractivelyAsync(NO_WINDOW, parameters, randomUUID(), "", callback),
  );
}

/** What `CheckError` throws. */
function errorOf(result: SignOutResult): unknown {
  try {
    result.CheckError();
  } catch (error) {
    return error;
  }
  throw new Error("the call did not fail");
}

test("it has the members that Microsoft's has", () => {
  expect(Object.keys(msalNodeRuntime).toSorted()).toEqual([
    "AcquireTokenInteractivelyAsync",
    "AcquireTokenSilentlyAsync",
    "AuthParameters",
    "DiscoverAccountsAsync",
    "ReadAccountByIdAsync",
    "RegisterLogger",
    "SignInAsync",
    "SignInInteractivelyAsync",
    "SignInSilentlyAsync",
    "SignOutSilentlyAsync",
    "StartupError",
  ]);
  expect(LogLevel).toMatchObject({ Trace: 1, Fatal: 6, 1: "Trace", 6: "Fatal" });
  expect(ErrorStatus).toMatchObject({ Unexpected: 0, AccountNotFound: 16, 0: "Unexpected" });
});

test("its types can be used as those of Microsoft's can", () => {
  const status: ErrorStatus.NoNetwork = ErrorStatus.NoNetwork;
  const level: LogLevel.Warning = LogLevel.Warning;
  const error: MsalRuntimeError = {
    errorCode: 1,
    errorStatus: status,
    errorContext: "made",
    errorTag: level,
  };
  expect(ErrorStatus[status]).toBe("NoNetwork");
  expect(error).toMatchObject({ errorStatus: 3, errorTag: 4 });
});

test("an interactive call that is cancelled calls back at once, and the window closes", async () => {
  let closed: Promise<unknown> = Promise.resolve();
  let onOpen: () => void = () => {};
  const open = new Promise<void>((resolve) => {
    onOpen = resolve;
  });
  const emulator = await emulated({
    onInteraction: async ({ signal }) => {
      closed = once(signal, "abort");
      onOpen();
      await closed;
      return { cancel: true };
    },
  });
  const result = answered<AuthResult>((callback) => {
    const handle = msalNodeRuntime.SignInInteractivelyAsync(
      NO_WINDOW,
      parametersFor(emulator),
      randomUUID(),
      "",
      callback,
    );
    void open.then(() => handle.CancelAsyncOperation());
  });
  expect(errorOf(await result)).toMatchObject({ errorStatus: ErrorStatus.ApplicationCanceled });
  await closed;
});

test("a result has everything that Microsoft's has", async () => {
  const emulator = await emulated();
  const result = await signIn(parametersFor(emulator));
  result.CheckError();
  const { account } = result;
  const [uid, utid] = account.homeAccountId.split(".");
  expect(result).toMatchObject({
    authorizationHeader: `Bearer ${result.accessToken}`,
    grantedScopes: expect.stringContaining("User.Read"),
    isPopAuthorization: false,
    telemetryData: '{"is_cache":false}',
    account: {
      accountId: account.homeAccountId,
      realm: utid,
      localAccountId: uid,
      displayName: "Adele Vance",
    },
  });
  expect(JSON.parse(result.idToken)).toMatchObject({ oid: uid, tid: utid });
  expect(JSON.parse(Buffer.from(account.clientInfo, "base64url").toString())).toEqual({ uid, utid });
  expect(result.expiresOn * 1000).toBeGreaterThan(Date.now());
  expect(Number.isInteger(result.expiresOn)).toBe(true);
});

test("an access token to renew brings another one", async () => {
  const emulator = await emulated();
  const parameters = parametersFor(emulator);
  const first = await signIn(parameters);
  const silent = (): Promise<AuthResult> =>
    answered((callback) =>
      msalNodeRuntime.AcquireTokenSilentlyAsync(parameters, randomUUID(), first.account, callback),
    );
  const held = await silent();
  parameters.SetAccessTokenToRenew(held.accessToken);
  const renewed = await silent();
  renewed.CheckError();
  expect(renewed.accessToken).not.toBe(held.accessToken);
});

test("a call whose arguments are wrong calls back, and says which", async () => {
  const emulator = await emulated();
  const parameters = parametersFor(emulator);
  parameters.SetRequestedScopes("");
  const result = await answered<AuthResult>((callback) =>
    msalNodeRuntime.SignInSilentlyAsync(parameters, randomUUID(), callback),
  );
  expect(errorOf(result)).toMatchObject({
    errorStatus: ErrorStatus.ApiContractViolation,
    errorContext: expect.stringContaining('"scopes"'),
  });
  expect(errorOf(result)).toBeInstanceOf(Error);
});

test("the logger that was registered last is given the lines, with their correlation id", async () => {
  const emulator = await emulated();
  const parameters = parametersFor(emulator);
  const first: unknown[] = [];
  const last: unknown[] = [];
  msalNodeRuntime.RegisterLogger((message) => first.push(message), false);
  msalNodeRuntime.RegisterLogger((...line) => last.push(line), false);
  const correlationId = randomUUID();
  await answered<AuthResult>((callback) =>
    msalNodeRuntime.SignInInteractivelyAsync(NO_WINDOW, parameters, correlationId, "", callback),
  );
  expect(first).toEqual([]);
  expect(last).toContainEqual([
    expect.stringMatching(/^acquireTokenInteractive takes the broker/),
    LogLevel.Info,
    false,
    correlationId,
  ]);
});
