import { randomUUID } from "node:crypto";
import {
  type AuthResult,
  type DiscoverAccountsResult,
  ErrorStatus,
  msalNodeRuntime,
  type SignOutResult,
} from "@authbroker/msal-node-runtime";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const CLIENT_ID = "11111111-2222-4333-8444-555555555555";

/** What `CheckError` throws. */
function errorOf(result: SignOutResult): unknown {
  try {
    result.CheckError();
  } catch (error) {
    return error;
  }
  throw new Error("the call did not fail");
}

function signIn(scopes: string): Promise<AuthResult> {
  const parameters = new msalNodeRuntime.AuthParameters();
  parameters.CreateAuthParameters(CLIENT_ID, "https://login.microsoftonline.com/common");
  parameters.SetRequestedScopes(scopes);
  return new Promise((resolve) => {
    msalNodeRuntime.SignInInteractivelyAsync(Buffer.from([0]), parameters, randomUUID(), "", resolve);
  });
}

// Linux has the broker's package here and no session bus; the other systems lack the package.
describe("where there is no broker", () => {
  beforeEach(() => {
    vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", undefined);
    vi.stubEnv("XDG_RUNTIME_DIR", undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test("StartupError says why at once, by members of its own", () => {
    const error = msalNodeRuntime.StartupError;
    expect(error).toBeInstanceOf(Error);
    expect(Object.keys(error ?? {})).toEqual(
      expect.arrayContaining(["errorCode", "errorStatus", "errorContext", "errorTag"]),
    );
    expect(error).toMatchObject({
      errorStatus: ErrorStatus.ApiContractViolation,
      errorContext: expect.stringMatching(/^(?:no_session_bus|wsl|broker_package_missing): /),
    });
  });

  test("a call for a token calls back with the reason, and with nothing in the result", async () => {
    const result = await signIn("User.Read");
    expect(errorOf(result)).toMatchObject({ errorStatus: ErrorStatus.ApiContractViolation });
    expect(result).toMatchObject({ accessToken: "", rawIdToken: "", expiresOn: 0 });
  });

  test("a call for the accounts does, too", async () => {
    const result = await new Promise<DiscoverAccountsResult>((resolve) => {
      msalNodeRuntime.DiscoverAccountsAsync(CLIENT_ID, randomUUID(), resolve);
    });
    expect(errorOf(result)).toMatchObject({
      errorStatus: ErrorStatus.ApiContractViolation,
      errorContext: expect.stringMatching(/^broker_(?:unavailable|package_missing): /),
    });
    expect(result.accounts).toEqual([]);
  });
});
