/** A `WebAccountProvider` to look for: the arguments of `FindAccountProviderAsync`. */
export interface ProviderRequest {
  /** The provider's id, for example `https://login.microsoft.com`. */
  readonly id: string;
  /** The authority; without it the overload of one argument is called. */
  readonly authority?: string;
}

/** What every operation takes. No string may hold a NUL or a lone surrogate. */
export interface OperationRequest {
  readonly provider: ProviderRequest;
  /** Milliseconds, up to 4294967295, until the operation rejects with code `timeout`; 0 waits for ever. */
  readonly timeoutMs: number;
}

/** The arguments of `FindAllAccountsAsync(provider, clientId)`. */
export interface AccountsRequest extends OperationRequest {
  readonly clientId: string;
}

/** A `WebTokenRequest` and how to perform it. */
export interface TokenRequest extends OperationRequest {
  /** `silent` is `GetTokenSilentlyAsync`, `interactive` is `RequestTokenForWindowAsync`. */
  readonly mode: "silent" | "interactive";
  readonly clientId: string;
  readonly scope: string;
  /** `WebTokenRequestPromptType`. */
  readonly promptType: "default" | "force_authentication";
  /** `IWebTokenRequest3.CorrelationId`; the property `correlationId` where Windows does not have that interface. */
  readonly correlationId: string;
  /** `WebTokenRequest.Properties`. */
  readonly properties: Readonly<Record<string, string>>;
  /** The `WebAccount` to ask for, by its id; without it the provider chooses, or the person does. */
  readonly accountId?: string;
  /**
   * The owner of the broker's window, for `interactive`: an HWND; `"console"` for the console's root owner where it is
   * visible. Without either, a small window of the addon's own.
   */
  readonly parentWindow?: bigint | "console";
}

/** The arguments of `WebAccount.SignOutAsync(clientId)`. */
export interface SignOutRequest extends AccountsRequest {
  readonly accountId: string;
}

/** A `WebAccountProvider`. */
export interface ProviderAnswer {
  readonly id: string;
  readonly displayName: string;
  /** `IWebAccountProvider2.Authority`; empty where Windows does not say. */
  readonly authority: string;
}

/** A `WebAccount`. */
export interface AccountAnswer {
  readonly id: string;
  readonly userName: string;
  /** `WebAccountState`. */
  readonly state: number;
  readonly properties: Readonly<Record<string, string>>;
}

/** A `WebProviderError`. */
export interface ProviderErrorAnswer {
  /** The provider's code, unsigned. */
  readonly code: number;
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** A `FindAllAccountsResult`; the accounts are none where the system has no such call. */
export interface AccountsAnswer {
  /** `FindAllWebAccountsStatus`. */
  readonly status: number;
  readonly accounts: readonly AccountAnswer[];
  readonly providerError?: ProviderErrorAnswer;
}

/** A `WebTokenRequestResult`. */
export interface TokenAnswer {
  /** `WebTokenRequestStatus`. */
  readonly status: number;
  /** The first of `ResponseData`, where there is one. */
  readonly response?: {
    readonly token: string;
    readonly properties: Readonly<Record<string, string>>;
    readonly account?: AccountAnswer;
    readonly providerError?: ProviderErrorAnswer;
  };
  /** `ResponseError`. */
  readonly error?: ProviderErrorAnswer;
}

/** An operation on its way. */
export interface Pending<Answer> {
  /** Names the operation in {@link Addon.cancel}. */
  readonly id: number;
  /** Rejects with an {@link AddonError}. */
  readonly answer: Promise<Answer>;
}

/** How an operation failed. */
export interface AddonError extends Error {
  readonly code:
    /** A call of WinRT answered with a failing HRESULT. */
    | "call_failed"
    /** An asynchronous operation of WinRT ended with an error; with 0x800704C7 when Windows cancelled it by itself. */
    | "operation_failed"
    /** `FindAccountProviderAsync` found none. */
    | "provider_not_found"
    /** `FindAccountAsync` found none. */
    | "account_not_found"
    /** `parentWindow` is no window, or not any more; WinRT was not asked for anything. */
    | "window_not_found"
    /** `combase.dll` is not there: this Windows has no WinRT. */
    | "winrt_missing"
    | "timeout"
    | "cancelled";
  /** The HRESULT, unsigned; only for `call_failed` and `operation_failed`. */
  readonly hresult?: number;
  /** The function of WinRT that failed, for example `RoGetActivationFactory`. */
  readonly function?: string;
}

/** What Windows says about itself and this process. */
export interface SystemFacts {
  /** The build, from `RtlGetVersion`, for example 22631. */
  readonly build: number;
  /** `OSVERSIONINFOEX.wProductType`. */
  readonly product: "workstation" | "server" | "domain_controller";
  /** `InstallationType` in the registry, for example `Client`, `Server`, `Server Core`; empty where it does not say. */
  readonly installationType: string;
  /** The process has an elevated token. */
  readonly elevated: boolean;
  /** The session of the process; services run in session 0. */
  readonly sessionId: number;
  /** The process's window station is visible (`WSF_VISIBLE`). */
  readonly windowStationVisible: boolean;
}

/** The native part: an asynchronous pipe to Windows' Web Account Manager. It knows no Entra and reads no token. */
export interface Addon {
  /** What Windows says about itself and this process; takes microseconds. */
  systemFacts(): SystemFacts;
  /** Looks for a provider. Like the others, it holds the event loop open until it settles. */
  findProvider(request: OperationRequest): Pending<ProviderAnswer>;
  findAccounts(request: AccountsRequest): Pending<AccountsAnswer>;
  /** @throws TypeError that names the field, when one has the wrong type or holds what an HSTRING may not. */
  getToken(request: TokenRequest): Pending<TokenAnswer>;
  signOut(request: SignOutRequest): Pending<void>;
  /** Cancels an operation: its `answer` rejects with `cancelled`, at once. Does nothing when it has settled. */
  cancel(id: number): void;
}

const FUNCTIONS = ["systemFacts", "findProvider", "findAccounts", "getToken", "signOut", "cancel"] as const;

/** Whether that is what the file of the addon exports. */
export function isAddon(value: unknown): value is Addon {
  if (typeof value !== "object" || value === null) return false;
  const found: Readonly<Record<string, unknown>> = { ...value };
  return FUNCTIONS.every((name) => typeof found[name] === "function");
}
