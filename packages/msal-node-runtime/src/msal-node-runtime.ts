import { type Account, toAccountInfo } from "./accounts.js";
import { AuthParameters } from "./auth-parameters.js";
import { rememberClient, renewClients } from "./clients.js";
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
 * the process alive no longer than that.
 */
export interface MsalNodeRuntime {
  /** Makes the description of a token request. */
  readonly AuthParameters: typeof AuthParameters;
  /**
   * Why the broker cannot be used; undefined when it can. Reading it asks the session bus on another thread and waits for
   * the answer, until it was once undefined.
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
    authParameters: AuthParameters,
    correlationId: string,
    accountHint: string,
    callback: Callback<AuthResult>,
  ): AsyncHandle;
  /** A token of the broker's default account, without a window. */
  SignInSilentlyAsync(
    authParameters: AuthParameters,
    correlationId: string,
    callback: Callback<AuthResult>,
  ): AsyncHandle;
  /** A token of whomever the person chooses in the broker's window. */
  SignInInteractivelyAsync(
    windowHandle: Buffer,
    authParameters: AuthParameters,
    correlationId: string,
    accountHint: string,
    callback: Callback<AuthResult>,
  ): AsyncHandle;
  /** A token of an account, without a window. */
  AcquireTokenSilentlyAsync(
    authParameters: AuthParameters,
    correlationId: string,
    account: Account,
    callback: Callback<AuthResult>,
  ): AsyncHandle;
  /** A token of an account, with the broker's window. */
  AcquireTokenInteractivelyAsync(
    windowHandle: Buffer,
    authParameters: AuthParameters,
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
    start(correlationId, callback, (call) => readAccount(accountId, call)),

  SignInAsync: (windowHandle, parameters, correlationId, accountHint, callback) =>
    start(correlationId, callback, (call) => signIn(parameters, windowHandle, accountHint, call)),

  SignInSilentlyAsync: (parameters, correlationId, callback) =>
    start(correlationId, callback, (call) => acquireSilently(parameters, "os", call)),

  SignInInteractivelyAsync: (windowHandle, parameters, correlationId, accountHint, callback) =>
    start(correlationId, callback, (call) => {
      // "login", "select_account" and "create" all come this way, and which one it was is not told.
      const request = { prompt: "select_account", ...hint(accountHint) };
      return acquireInteractively(parameters, windowHandle, request, call);
    }),

  AcquireTokenSilentlyAsync: (parameters, correlationId, account, callback) =>
    start(correlationId, callback, (call) => acquireSilently(parameters, account, call)),

  AcquireTokenInteractivelyAsync: (windowHandle, parameters, correlationId, account, callback) =>
    start(correlationId, callback, (call) =>
      acquireInteractively(parameters, windowHandle, { account: toAccountInfo(account) }, call),
    ),

  SignOutSilentlyAsync: (clientId, correlationId, account, callback) =>
    start(correlationId, callback, (call) => signOut(clientId, account, call)),

  DiscoverAccountsAsync(clientId, correlationId, callback) {
    rememberClient(clientId);
    return start(correlationId, callback, (call) => discoverAccounts(clientId, call));
  },

  RegisterLogger(callback, isPiiEnabled) {
    setLogger(callback, isPiiEnabled);
    renewClients();
  },
};

/** Runs a call, and calls back with its result or its error. What the callback throws is its own, and stays unhandled. */
function start<Result extends SignOutResult>(
  correlationId: string,
  callback: Callback<Result | ReturnType<typeof failed>>,
  work: (call: Call) => Promise<Result>,
): AsyncHandle {
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
    return await work(call);
  } catch (error) {
    return failed(toRuntimeError(error));
  }
}
