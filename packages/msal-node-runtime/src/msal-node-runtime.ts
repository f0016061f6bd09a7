import { type Account, toAccountInfo } from "./accounts.js";
import { requireAccount, requireFunction, requireString, requireWindow } from "./arguments.js";
import { AuthParameters } from "./auth-parameters.js";
import { renewClients } from "./clients.js";
import { type MsalRuntimeError, toRuntimeError } from "./errors.js";
import { type LoggerCallback, setLogger } from "./logger.js";
import {
  acquireInteractively,
  acquireSilently,
  type Call,
  discoverAccounts,
  hint,
  readAccount,
  signIn,
  signOut,
} from "./operations.js";
import {
  type AuthResult,
  type DiscoverAccountsResult,
  failed,
  type ReadAccountResult,
  type SignOutResult,
} from "./results.js";
import { startupError } from "./startup.js";

/** A call on its way. */
export interface AsyncHandle {
  /** Ends the call: it calls back with `ApplicationCanceled`, and the broker closes its window. */
  readonly CancelAsyncOperation: () => void;
}

/** Is called once, with the result of a call. */
export type Callback<Result> = (result: Result) => void;

/**
 * The surface of `@azure/msal-node-runtime` 0.20. Every call calls back once, also when its arguments are wrong, and keeps
 * the process alive no longer than that. Without a callback it throws.
 */
export interface MsalNodeRuntime {
  /** Makes the description of a token request. */
  readonly AuthParameters: typeof AuthParameters;
  /**
   * Why the broker cannot be used; undefined when it can. The first to read it waits for the session bus, six seconds at
   * most; a reader who finds an old no has it asked anew in the background, for the next one.
   */
  readonly StartupError: MsalRuntimeError | undefined;
  /** The account of an id. */
  ReadAccountByIdAsync(
    accountId: string,
    correlationId: string,
    callback: Callback<ReadAccountResult>,
  ): AsyncHandle;
  /** A token without a window where that is possible, else with one. */
  SignInAsync(
    windowHandle: Buffer,
    authParams: AuthParameters,
    correlationId: string,
    accountHint: string,
    callback: Callback<AuthResult>,
  ): AsyncHandle;
  /** A token of the broker's default account, without a window. */
  SignInSilentlyAsync(
    authParams: AuthParameters,
    correlationId: string,
    callback: Callback<AuthResult>,
  ): AsyncHandle;
  /** A token of whomever the person chooses in the broker's window. */
  SignInInteractivelyAsync(
    windowHandle: Buffer,
    authParams: AuthParameters,
    correlationId: string,
    accountHint: string,
    callback: Callback<AuthResult>,
  ): AsyncHandle;
  /** A token of an account, without a window. */
  AcquireTokenSilentlyAsync(
    authParams: AuthParameters,
    correlationId: string,
    account: Account,
    callback: Callback<AuthResult>,
  ): AsyncHandle;
  /** A token of an account, with the broker's window. */
  AcquireTokenInteractivelyAsync(
    windowHandle: Buffer,
    authParams: AuthParameters,
    correlationId: string,
    account: Account,
    callback: Callback<AuthResult>,
  ): AsyncHandle;
  /** Has the broker forget an account for an application. */
  SignOutSilentlyAsync(
    clientId: string,
    correlationId: string,
    account: Account,
    callback: Callback<SignOutResult>,
  ): AsyncHandle;
  /** The accounts that the broker holds for an application. */
  DiscoverAccountsAsync(
    clientId: string,
    correlationId: string,
    callback: Callback<DiscoverAccountsResult>,
  ): AsyncHandle;
  /** Sends the log of this process to `callback`; the last one registered gets all of it. Keeps no process alive. */
  RegisterLogger(callback: LoggerCallback, isPiiEnabled: boolean): void;
}

/** Authbroker's brokers behind the surface of Microsoft's native layer. */
export const msalNodeRuntime: MsalNodeRuntime = {
  AuthParameters,

  get StartupError() {
    return startupError();
  },

  ReadAccountByIdAsync: (accountId, correlationId, callback) =>
    start(correlationId, callback, (call) => {
      requireString("accountId", accountId);
      return readAccount(accountId, call);
    }),

  SignInAsync: (windowHandle, authParams, correlationId, accountHint, callback) =>
    start(correlationId, callback, (call) => {
      requireWindow(windowHandle);
      AuthParameters.require(authParams);
      requireString("accountHint", accountHint);
      return signIn(authParams, windowHandle, accountHint, call);
    }),

  SignInSilentlyAsync: (authParams, correlationId, callback) =>
    start(correlationId, callback, (call) => {
      AuthParameters.require(authParams);
      return acquireSilently(authParams, "os", call);
    }),

  SignInInteractivelyAsync: (windowHandle, authParams, correlationId, accountHint, callback) =>
    start(correlationId, callback, (call) => {
      requireWindow(windowHandle);
      AuthParameters.require(authParams);
      requireString("accountHint", accountHint);
      // "login", "select_account" and "create" all come this way, and which one it was is not told.
      const request = { prompt: "select_account", ...hint(accountHint) };
      return acquireInteractively(authParams, windowHandle, request, call);
    }),

  AcquireTokenSilentlyAsync: (authParams, correlationId, account, callback) =>
    start(correlationId, callback, (call) => {
      AuthParameters.require(authParams);
      requireAccount(account);
      return acquireSilently(authParams, account, call);
    }),

  AcquireTokenInteractivelyAsync: (windowHandle, authParams, correlationId, account, callback) =>
    start(correlationId, callback, (call) => {
      requireWindow(windowHandle);
      AuthParameters.require(authParams);
      requireAccount(account);
      return acquireInteractively(authParams, windowHandle, { account: toAccountInfo(account) }, call);
    }),

  SignOutSilentlyAsync: (clientId, correlationId, account, callback) =>
    start(correlationId, callback, (call) => {
      requireString("clientId", clientId);
      requireAccount(account);
      return signOut(clientId, account, call);
    }),

  DiscoverAccountsAsync: (clientId, correlationId, callback) =>
    start(correlationId, callback, (call) => {
      requireString("clientId", clientId);
      return discoverAccounts(clientId, call);
    }),

  RegisterLogger(callback, isPiiEnabled) {
    requireFunction("callback", callback);
    setLogger(callback, isPiiEnabled);
    renewClients();
  },
};

/**
 * Runs a call, and calls back with its result or its error. What the callback throws is its own, and stays unhandled.
 *
 * @throws MsalRuntimeError `ApiContractViolation` without a callback.
 */
function start<Result extends SignOutResult>(
  correlationId: string,
  callback: Callback<Result | ReturnType<typeof failed>>,
  work: (call: Call) => Promise<Result>,
): AsyncHandle {
  requireFunction("callback", callback);
  const controller = new AbortController();
  const call = { correlationId, signal: controller.signal };
  const run = async (): Promise<void> => {
    callback(await resultOf(work, call));
  };
  void run();
  return { CancelAsyncOperation: () => controller.abort() };
}

async function resultOf<Result>(
  work: (call: Call) => Promise<Result>,
  call: Call,
): Promise<Result | ReturnType<typeof failed>> {
  try {
    requireString("correlationId", call.correlationId);
    return await work(call);
  } catch (error) {
    return failed(toRuntimeError(error));
  }
}
