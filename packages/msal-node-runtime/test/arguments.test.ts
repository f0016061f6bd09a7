import { randomUUID } from "node:crypto";
import {
  type Account,
  ErrorStatus,
  msalNodeRuntime,
  type SignOutResult,
} from "@authbroker/msal-node-runtime";
import { expect, test } from "vitest";

/** What a program without types gives: nothing checks it before the module does. */
const wrong = (value: unknown): never => value as never;

const NO_WINDOW = Buffer.from([0]);
const ID = randomUUID();
const ACCOUNT: Account = {
  accountId: "a",
  homeAccountId: "a",
  environment: "login.microsoftonline.com",
  realm: "t",
  localAccountId: "a",
  username: "adele@contoso.example",
  givenName: "",
  familyName: "",
  middleName: "",
  displayName: "",
  additionalFieldsJson: "{}",
  homeEnvironment: "",
  clientInfo: "",
};

function parameters(): InstanceType<typeof msalNodeRuntime.AuthParameters> {
  const made = new msalNodeRuntime.AuthParameters();
  made.CreateAuthParameters(randomUUID(), "https://login.microsoftonline.com/common");
  return made;
}

/** What `CheckError` of a call's result throws. */
function failure(call: (callback: (result: SignOutResult) => void) => unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    call((result) => {
      try {
        result.CheckError();
        reject(new Error("the call did not fail"));
      } catch (error) {
        resolve(error);
      }
    });
  });
}

const calls = msalNodeRuntime;

test.each<[string, string, (callback: (result: SignOutResult) => void) => unknown]>([
  ["ReadAccountByIdAsync", "accountId", (done) => calls.ReadAccountByIdAsync(wrong(undefined), ID, done)],
  ["ReadAccountByIdAsync", "correlationId", (done) => calls.ReadAccountByIdAsync("a", wrong(1), done)],
  ["DiscoverAccountsAsync", "clientId", (done) => calls.DiscoverAccountsAsync(wrong(null), ID, done)],
  ["SignInSilentlyAsync", "authParams", (done) => calls.SignInSilentlyAsync(wrong({}), ID, done)],
  ["SignInAsync", "authParams", (done) => calls.SignInAsync(NO_WINDOW, wrong(undefined), ID, "", done)],
  ["SignInAsync", "windowHandle", (done) => calls.SignInAsync(wrong("0"), parameters(), ID, "", done)],
  [
    "SignInInteractivelyAsync",
    "accountHint",
    (done) => calls.SignInInteractivelyAsync(NO_WINDOW, parameters(), ID, wrong(undefined), done),
  ],
  [
    "AcquireTokenSilentlyAsync",
    "account",
    (done) => calls.AcquireTokenSilentlyAsync(parameters(), ID, wrong(null), done),
  ],
  [
    "AcquireTokenInteractivelyAsync",
    "account.realm",
    (done) =>
      calls.AcquireTokenInteractivelyAsync(
        NO_WINDOW,
        parameters(),
        ID,
        wrong({ ...ACCOUNT, realm: 1 }),
        done,
      ),
  ],
  ["SignOutSilentlyAsync", "account", (done) => calls.SignOutSilentlyAsync(ID, ID, wrong(undefined), done)],
])("%s calls back with an error that names a wrong %s", async (_name, argument, call) => {
  const error = await failure(call);
  expect(error).toMatchObject({
    errorStatus: ErrorStatus.ApiContractViolation,
    errorContext: expect.stringContaining(`the argument "${argument}" must be `),
  });
});

test("a call without a callback throws, for there is nowhere else to tell it", () => {
  expect(() => msalNodeRuntime.ReadAccountByIdAsync("a", ID, wrong(undefined))).toThrow('"callback"');
  expect(() => msalNodeRuntime.RegisterLogger(wrong(undefined), false)).toThrow('"callback"');
});

test("a setter throws an error that names the argument and not its value", () => {
  expect(() => parameters().SetRequestedScopes(wrong(undefined))).toThrow(
    'the argument "scopes" must be a string',
  );
  expect(() => parameters().SetPopParams("GET", "a", "/", wrong(7))).toThrow(
    'the argument "nonce" must be a string',
  );
  expect(() => parameters().SetAccessTokenToRenew(wrong(["secret"]))).toThrow(/^(?!.*secret).*"accessToken"/);
});
