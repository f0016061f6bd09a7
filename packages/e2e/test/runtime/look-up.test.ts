import { randomUUID } from "node:crypto";
import {
  type AuthResult,
  ErrorStatus,
  msalNodeRuntime,
  type ReadAccountResult,
} from "@authbroker/msal-node-runtime";
import { startEmulator } from "@authbroker/emulator";
import { expect, onTestFinished, test, vi } from "vitest";

function read(accountId: string): Promise<ReadAccountResult> {
  return new Promise((resolve) => {
    msalNodeRuntime.ReadAccountByIdAsync(accountId, randomUUID(), resolve);
  });
}

// One test: the client IDs that a process named are known for all of it.
test("an account is found by its id among the client IDs that were named, a wrong one aside, and never made up", async () => {
  await using emulator = await startEmulator();
  vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", emulator.env["DBUS_SESSION_BUS_ADDRESS"]);
  onTestFinished(() => void vi.unstubAllEnvs());

  const early = await read(`${randomUUID()}.${randomUUID()}`);
  expect(early.CheckError).toThrow("no client ID was named");
  expect(early.account.homeAccountId).toBe("");

  const parameters = new msalNodeRuntime.AuthParameters();
  parameters.CreateAuthParameters("no client ID", "https://login.microsoftonline.com/common");
  expect((await read("a.b")).CheckError).toThrow();

  parameters.CreateAuthParameters("", "https://login.microsoftonline.com/common");
  parameters.CreateAuthParameters(
    emulator.env["AUTHBROKER_CLIENT_ID"] ?? "",
    "https://login.microsoftonline.com/common",
  );
  parameters.SetRequestedScopes("https://graph.microsoft.com/User.Read");
  const { account } = await new Promise<AuthResult>((resolve) => {
    msalNodeRuntime.SignInInteractivelyAsync(Buffer.from([0]), parameters, randomUUID(), "", resolve);
  });
  const found = await read(account.accountId);
  found.CheckError();
  expect(found.account.username).toBe(account.username);
  expect((await read(`${randomUUID()}.${randomUUID()}`)).CheckError).toThrow(
    expect.objectContaining({ errorStatus: ErrorStatus.AccountNotFound }),
  );
});
