import {
  type BrokerAccount,
  BrokerError,
  type InteractiveTokenRequest,
  type TokenRequest,
  type TokenResponse,
} from "@authbroker/core";
import { findAccount } from "./accounts.js";
import type { TokenAnswer } from "./addon.js";
import { lacksIdToken } from "./entra-token.js";
import { NO_ACCOUNT } from "./hresults.js";
import type { Operations } from "./operations.js";
import {
  asksForWindowsAccount,
  isPersonal,
  type ProviderChoice,
  chooseProvider,
  WINDOWS_ACCOUNT,
} from "./providers.js";
import { asksWho } from "./request-check.js";
import { interactiveRequest, silentRequest, type WebTokenRequest } from "./requests.js";
import { parseToken } from "./responses.js";
import { hasToken } from "./status.js";

/** A call on its way: its operations, and what is only asked about the process when an error needs it. */
export interface Call {
  readonly operations: Operations;
  readonly isElevated: () => boolean;
}

/** Who a token is for, as far as the request says. */
interface Known {
  readonly account?: BrokerAccount | undefined;
  readonly loginHint?: string | undefined;
}

/**
 * A token without a window: of the account of the request, of the one that its login hint names, else of the account
 * that Windows was signed in with.
 *
 * @throws BrokerError
 */
export async function acquireSilently(call: Call, request: TokenRequest): Promise<TokenResponse> {
  const { account, authority, loginHint } = request;
  if (account === undefined && loginHint === undefined) return ofWindowsAccount(call, request);
  const windowsAccountIsPersonal = await isWindowsAccountPersonal(call, authority, account);
  const choice = chooseProvider(authority, account, windowsAccountIsPersonal);
  const answer = await askKnown(call, request, choice, { account, loginHint }, (accountId) =>
    silentRequest(request, choice, accountId),
  );
  if (answer !== undefined) return read(call, request, choice, answer);
  if (account === undefined) throw needsPerson("no account of the login hint's name is signed in to Windows");
  throw noAccount();
}

/**
 * A token with Windows' window where it needs one. An account of the request is asked for as Windows has it; else the
 * person signs in, with its name to begin with. There is no account picker of Windows': each plug-in has its own.
 *
 * @throws BrokerError
 */
export async function acquireInteractively(
  call: Call,
  request: InteractiveTokenRequest,
): Promise<TokenResponse> {
  const { authority, prompt } = request;
  const account = asksWho(prompt) ? undefined : request.account;
  const loginHint = request.loginHint ?? account?.username;
  const windowsAccountIsPersonal = await isWindowsAccountPersonal(call, authority, account);
  const choice = chooseProvider(authority, account, windowsAccountIsPersonal);
  const make = (whom: Known & { readonly accountId?: string }): WebTokenRequest =>
    interactiveRequest(request, choice, whom, windowsAccountIsPersonal);
  const known = asksWho(prompt)
    ? undefined
    : await askKnown(call, request, choice, { account, loginHint }, (accountId) => make({ accountId }));
  return read(call, request, choice, known ?? (await askPerson(call, loginHint, make)));
}

async function ofWindowsAccount(call: Call, request: TokenRequest): Promise<TokenResponse> {
  const { operations } = call;
  const windowsAccount = await operations.findProvider(WINDOWS_ACCOUNT);
  const choice = chooseProvider(request.authority, undefined, isPersonal(windowsAccount));
  const answer = windowsAccount && (await operations.getToken(silentRequest(request, choice, undefined)));
  if (answer === undefined)
    throw needsPerson("Windows itself was signed in with no work, school or personal account");
  return read(call, request, choice, answer);
}

/** Asks for an account as Windows has it; undefined where Windows does not. */
async function askKnown(
  { operations }: Call,
  { clientId }: TokenRequest,
  { provider }: ProviderChoice,
  { account, loginHint }: Known,
  make: (accountId: string) => WebTokenRequest,
): Promise<TokenAnswer | undefined> {
  if (account === undefined && loginHint === undefined) return undefined;
  const id = account?.nativeAccountId;
  const answer = id === undefined ? undefined : await operations.getToken(make(id));
  if (answer !== undefined) return answer;
  const meant = account ?? (loginHint === undefined ? {} : { username: loginHint });
  const found = await findAccount(operations, provider, clientId, meant);
  return found === undefined || found.id === id ? undefined : operations.getToken(make(found.id));
}

/** The person signs in. A hint can end in an answer without a user, which is then asked for again without it. */
async function askPerson(
  { operations }: Call,
  loginHint: string | undefined,
  make: (whom: Known) => WebTokenRequest,
): Promise<TokenAnswer> {
  const request = make({ loginHint });
  const answer = await operations.getToken(request);
  const again = loginHint !== undefined && answer !== undefined && hasToken(answer) && lacksIdToken(answer);
  const last = again ? await operations.getToken(make({})) : answer;
  if (last === undefined) throw noAccount();
  return last;
}

/** Asked where only Windows' own account can say which plug-in serves, or whether that one has somebody already. */
async function isWindowsAccountPersonal(
  { operations }: Call,
  authority: string,
  account: BrokerAccount | undefined,
): Promise<boolean> {
  if (account !== undefined || !asksForWindowsAccount(authority)) return false;
  return isPersonal(await operations.findProvider(WINDOWS_ACCOUNT));
}

function read(call: Call, request: TokenRequest, choice: ProviderChoice, answer: TokenAnswer): TokenResponse {
  const { authority, scopes } = request;
  return parseToken(answer, choice, {
    authority,
    scopes,
    isElevated: call.isElevated,
    now: Date.now(),
  });
}

const noAccount = (): BrokerError => new BrokerError(NO_ACCOUNT.code, NO_ACCOUNT);

function needsPerson(message: string): BrokerError {
  return new BrokerError("interaction_required", { message, hint: "Call acquireTokenInteractive." });
}
