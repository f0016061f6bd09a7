import type { AccountInfo, InteractiveRequest } from "@authbroker/core";
import { type Account, toAccount, toAccountInfo } from "./accounts.js";
import { AuthParameters } from "./auth-parameters.js";
import { clientFor, knownClientIds } from "./clients.js";
import { ErrorStatus } from "./enums.js";
import { RuntimeError, toRuntimeError } from "./errors.js";
import {
  type AuthResult,
  type DiscoverAccountsResult,
  DONE,
  type ReadAccountResult,
  type SignOutResult,
  toAuthResult,
} from "./results.js";
import { parentWindow } from "./window-handle.js";

/** How a call is named in logs, and ended. */
export interface Call {
  readonly correlationId: string;
  readonly signal: AbortSignal;
}

/** A token without a window, for an account or for the broker's default account. */
export async function acquireSilently(
  parameters: AuthParameters,
  account: Account | "os",
  call: Call,
): Promise<AuthResult> {
  const app = await clientFor(AuthParameters.clientIdOf(parameters));
  const result = await app.acquireTokenSilent({
    ...AuthParameters.requestOf(parameters),
    ...limits(call),
    ...(AuthParameters.renews(parameters) ? { forceRefresh: true } : {}),
    account: account === "os" ? account : toAccountInfo(account),
  });
  return toAuthResult(result);
}

/** A token with the broker's window. */
export async function acquireInteractively(
  parameters: AuthParameters,
  windowHandle: Buffer,
  request: Pick<InteractiveRequest, "account" | "loginHint" | "prompt">,
  call: Call,
): Promise<AuthResult> {
  const app = await clientFor(AuthParameters.clientIdOf(parameters));
  const result = await app.acquireTokenInteractive({
    ...AuthParameters.requestOf(parameters),
    ...limits(call),
    ...request,
    parentWindowHandle: parentWindow(windowHandle),
  });
  return toAuthResult(result);
}

/**
 * A token without a window where that is possible, else with one. Whoever is hinted at is not served with another user's
 * token: without a window only when the broker knows exactly that user.
 */
export async function signIn(
  parameters: AuthParameters,
  windowHandle: Buffer,
  accountHint: string,
  call: Call,
): Promise<AuthResult> {
  const known = accountHint === "" ? "os" : await accountNamed(parameters, accountHint, call);
  try {
    if (known !== undefined) return await acquireSilently(parameters, known, call);
  } catch (error) {
    if (!NEEDS_WINDOW.has(toRuntimeError(error).errorStatus)) throw error;
  }
  return acquireInteractively(parameters, windowHandle, hint(accountHint), call);
}

/** The statuses of a silent call that a person can help with. */
const NEEDS_WINDOW: ReadonlySet<ErrorStatus> = new Set<ErrorStatus>([
  ErrorStatus.InteractionRequired,
  ErrorStatus.AccountUnusable,
  ErrorStatus.AccountNotFound,
]);

/** What an account hint is in an interactive request. */
export function hint(accountHint: string): Pick<InteractiveRequest, "loginHint"> {
  return accountHint === "" ? {} : { loginHint: accountHint };
}

/** The accounts that the broker holds for an application. */
export async function discoverAccounts(clientId: string, call: Call): Promise<DiscoverAccountsResult> {
  return { ...DONE, accounts: (await accountsOf(clientId, call)).map(toAccount) };
}

/**
 * The account of an id, which comes without a client ID: the broker is asked for the accounts of all client IDs that were
 * named in this process, at the same time, and one that fails does not keep another from having the account.
 *
 * @throws MsalRuntimeError `AccountNotFound`, also when no client ID was named.
 */
export async function readAccount(accountId: string, call: Call): Promise<ReadAccountResult> {
  const found = new AbortController();
  const signal = AbortSignal.any([call.signal, found.signal]);
  const clientIds = knownClientIds();
  try {
    const lookUps = clientIds.map((clientId) => accountOf(clientId, accountId, { ...call, signal }));
    return { ...DONE, account: toAccount(await Promise.any(lookUps)) };
  } catch (error) {
    throw clientIds.length === 0 ? notFound(NO_CLIENT_NAMED) : reasonOf(error);
  } finally {
    found.abort();
  }
}

/** What a look-up that no client answered ended with: the first failure, if one is more than "not found". */
function reasonOf(error: unknown): unknown {
  if (!(error instanceof AggregateError)) return error;
  const errors: unknown[] = error.errors;
  const isNotFound = (each: unknown): boolean =>
    toRuntimeError(each).errorStatus === ErrorStatus.AccountNotFound;
  return errors.find((each) => !isNotFound(each)) ?? errors[0];
}

/** Has the broker forget an account for an application. The broker's own account of the id is taken: it is complete. */
export async function signOut(clientId: string, { accountId }: Account, call: Call): Promise<SignOutResult> {
  const account = await accountOf(clientId, accountId, call);
  await (await clientFor(clientId)).signOut({ account, ...limits(call) });
  return DONE;
}

/** @throws MsalRuntimeError `AccountNotFound`. */
async function accountOf(clientId: string, accountId: string, call: Call): Promise<AccountInfo> {
  const account = (await accountsOf(clientId, call)).find(hasId(accountId));
  if (account === undefined) throw notFound(NOT_HELD);
  return account;
}

async function accountsOf(clientId: string, call: Call): Promise<AccountInfo[]> {
  return (await clientFor(clientId)).getAllAccounts(limits(call));
}

async function accountNamed(
  parameters: AuthParameters,
  username: string,
  call: Call,
): Promise<Account | undefined> {
  const accounts = await accountsOf(AuthParameters.clientIdOf(parameters), call);
  const account = accounts.find((each) => each.username.toLowerCase() === username.toLowerCase());
  return account && toAccount(account);
}

/** Ids are compared as the broker wrote them, but for the case of a GUID. */
function hasId(accountId: string): (account: AccountInfo) => boolean {
  return ({ nativeAccountId = "" }) => nativeAccountId.toLowerCase() === accountId.toLowerCase();
}

const NOT_HELD =
  "the broker holds no account of this id for the client IDs that this process has named; ask for all accounts, or sign in";
const NO_CLIENT_NAMED =
  "the broker was not asked for the account, because no client ID was named in this process yet; ask for all accounts of a client ID first";

function notFound(context: string): RuntimeError {
  return new RuntimeError(ErrorStatus.AccountNotFound, context);
}

function limits({ correlationId, signal }: Call): { correlationId?: string; signal: AbortSignal } {
  return correlationId === "" ? { signal } : { correlationId, signal };
}
