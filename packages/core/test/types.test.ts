import type * as msal from "@azure/msal-node";
import type {
  AccountInfo,
  AuthenticationResult,
  Broker,
  BrokerError,
  Configuration,
  DeviceCodeRequest,
  InteractiveRequest,
  ParentWindowHandle,
  PublicClientApplication,
  SignOutRequest,
  SilentRequest,
} from "@authbroker/core";
import { describe, expectTypeOf, test } from "vitest";

describe("msal-node's types are extended and never narrowed:", () => {
  test("an application's own requests and configuration are taken", () => {
    expectTypeOf<msal.SilentFlowRequest>().toExtend<SilentRequest>();
    expectTypeOf<msal.InteractiveRequest>().toExtend<InteractiveRequest>();
    expectTypeOf<msal.DeviceCodeRequest>().toExtend<DeviceCodeRequest>();
    expectTypeOf<msal.SignOutRequest>().toExtend<SignOutRequest>();
    expectTypeOf<Omit<msal.Configuration, "broker">>().toExtend<Configuration>();
  });

  test("results go where msal-node's go", () => {
    expectTypeOf<AuthenticationResult>().toExtend<msal.AuthenticationResult>();
    expectTypeOf<AuthenticationResult["route"]>().toEqualTypeOf<
      "broker" | "cache" | "browser" | "device_code"
    >();
    expectTypeOf<AccountInfo>().toExtend<msal.AccountInfo>();
    expectTypeOf<BrokerError>().toExtend<msal.AuthError>();
  });

  test("the methods can stand in for msal-node's", () => {
    type Silent = (request: msal.SilentFlowRequest) => Promise<msal.AuthenticationResult>;
    type Interactive = (request: msal.InteractiveRequest) => Promise<msal.AuthenticationResult>;
    type SignOut = (request: msal.SignOutRequest) => Promise<void>;
    type Accounts = () => Promise<msal.AccountInfo[]>;
    expectTypeOf<PublicClientApplication["acquireTokenSilent"]>().toExtend<Silent>();
    expectTypeOf<PublicClientApplication["acquireTokenInteractive"]>().toExtend<Interactive>();
    expectTypeOf<PublicClientApplication["signOut"]>().toExtend<SignOut>();
    expectTypeOf<PublicClientApplication["getAllAccounts"]>().toExtend<Accounts>();
  });

  test("more is taken than msal-node takes", () => {
    expectTypeOf<{ scopes: readonly ["User.Read"]; timeoutMs: 5 }>().toExtend<InteractiveRequest>();
    expectTypeOf<{ signal: AbortSignal }>().toExtend<InteractiveRequest>();
    expectTypeOf<{ onBeforeLaunchingUi: () => Promise<void> }>().toExtend<InteractiveRequest>();
    expectTypeOf<() => Promise<void>>().toExtend<DeviceCodeRequest["deviceCodeCallback"]>();
    expectTypeOf<{ getNativeWindowHandle(): Buffer }>().toExtend<ParentWindowHandle>();
    expectTypeOf<typeof PublicClientApplication.CONSOLE_WINDOW_HANDLE>().toExtend<ParentWindowHandle>();
  });
});

describe("what cannot be right does not compile:", () => {
  test("requests", () => {
    expectTypeOf(wrongRequests).toBeFunction();
    expectTypeOf(wrongConfigurations).toBeFunction();
  });
});

/** Only ever compiled. */
function wrongRequests(app: PublicClientApplication, account: AccountInfo): Promise<unknown>[] {
  return [
    // @ts-expect-error: no account
    app.acquireTokenSilent({ scopes: ["User.Read"] }),
    // @ts-expect-error: no scopes
    app.acquireTokenSilent({ account }),
    // @ts-expect-error: scopes in one string
    app.acquireTokenSilent({ account, scopes: "User.Read" }),
    // @ts-expect-error: a time limit in words
    app.acquireTokenSilent({ account, scopes: ["User.Read"], timeoutMs: "30s" }),
    // @ts-expect-error: a prompt in a silent request
    app.acquireTokenSilent({ account, scopes: ["User.Read"], prompt: "login" }),
    // @ts-expect-error: a window handle as text
    app.acquireTokenInteractive({ parentWindowHandle: "0x42" }),
    // @ts-expect-error: a controller in place of its signal
    app.acquireTokenInteractive({ signal: new AbortController() }),
    // @ts-expect-error: a field that does not exist
    app.acquireTokenInteractive({ scope: "User.Read" }),
    // @ts-expect-error: no account
    app.signOut({}),
    // @ts-expect-error: a field that does not exist
    app.getAllAccounts({ tenantId: "t" }),
    // @ts-expect-error: a probe takes no correlation id
    app.probeBroker({ correlationId: "c" }),
  ];
}

/** Only ever compiled. */
function wrongConfigurations(Client: typeof PublicClientApplication, broker: Broker): unknown[] {
  const auth = { clientId: "c" };
  return [
    // @ts-expect-error: no client ID
    Client.create({ auth: {} }),
    // @ts-expect-error: a flag in words
    Client.create({ auth, enableBrokerOnLinux: "yes" }),
    // @ts-expect-error: a flag that does not exist
    Client.create({ auth, enableBrokerOnAndroid: true }),
    // @ts-expect-error: a broker beside its options
    Client.create({ auth, broker }),
    // @ts-expect-error: a secret, which a public client cannot keep
    Client.create({ auth: { ...auth, clientSecret: "s" } }),
    // @ts-expect-error: a broker of another contract
    Client.create({ auth, broker: { implementation: { ...broker, contractVersion: 2 } } }),
    // @ts-expect-error: made by create() only
    new Client({ auth }),
  ];
}
