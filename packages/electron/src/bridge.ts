import type { AccountInfo, BrokerErrorOrigin, BrokerLimit, ErrorCode, Route } from "@authbroker/core";
import type { UnavailableReason } from "@authbroker/core";

/**
 * What a page gets as `window.authbroker`. Everything that crosses is plain data. What a call rejects with is a
 * {@link BridgeError}.
 *
 * @typeParam Methods The application's own methods: see {@link AuthbrokerBridge.call}.
 */
export interface AuthbrokerBridge<Methods extends object = object> {
  /** Whether the operating system's broker can be used now, and if not, why and what mends it. */
  probeBroker(request?: BridgeRequest): Promise<BridgeProbe>;
  /** The accounts that are signed in to this application; none: nobody is. */
  getAllAccounts(request?: BridgeRequest): Promise<BridgeAccount[]>;
  /**
   * Signs a person in, in a window of the broker's or in the browser, and says who it is. No token comes with it. With
   * `prompt: "none"` it shows no window, and rejects with `interaction_required` where one is needed.
   */
  signIn(request?: SignInRequest): Promise<SignInResult>;
  /** Signs an account out of this application; the operating system's own sign-in stays. */
  signOut(request: BridgeRequest & { readonly account: AccountId }): Promise<void>;
  /** A token without any window. Only for the scopes that the main process gives to pages as `tokenScopes`. */
  acquireTokenSilent(request: SilentTokenRequest): Promise<TokenResult>;
  /** A token, with a window where it needs one. Only for the scopes that the main process gives to pages. */
  acquireTokenInteractive(request: InteractiveTokenRequest): Promise<TokenResult>;
  /** Calls one of the application's own `methods` in the main process, which has the tokens. */
  call<Name extends keyof Methods & string>(
    method: Name,
    ...received: MethodArguments<Methods[Name]>
  ): Promise<MethodResult<Methods[Name]>>;
  /** Ends the calls of this page that were made with a correlation id: they reject with `request_aborted`. */
  abort(correlationId: string): Promise<void>;
}

/** What every call takes. */
export interface BridgeRequest {
  /** A UUID, as `crypto.randomUUID()` makes one: names the call in every log, and for {@link AuthbrokerBridge.abort}. */
  readonly correlationId?: string | undefined;
  /** Milliseconds after which the call rejects with `request_timeout`. */
  readonly timeoutMs?: number | undefined;
}

/** Which account: two fields of a {@link BridgeAccount}. */
export type AccountId = Pick<AccountInfo, "homeAccountId" | "tenantId">;

/** An account, without what only the main process needs. */
export type BridgeAccount = AccountId &
  Pick<AccountInfo, "environment" | "localAccountId" | "name" | "source" | "username">;

/** What {@link AuthbrokerBridge.signIn} takes. The names are MSAL's. */
export interface SignInRequest extends BridgeRequest {
  /** Of those that the main process lists; without the field all of them. */
  readonly scopes?: readonly string[] | undefined;
  /** Who is to sign in; null, as a result may have it, means anybody. */
  readonly account?: AccountId | null | undefined;
  readonly loginHint?: string | undefined;
  readonly domainHint?: string | undefined;
  readonly prompt?: "consent" | "create" | "login" | "none" | "select_account" | undefined;
  /** The `claims` of a {@link BridgeError}, or of an API's challenge. */
  readonly claims?: string | undefined;
}

/** What {@link AuthbrokerBridge.acquireTokenSilent} takes. */
export interface SilentTokenRequest extends BridgeRequest {
  readonly scopes: readonly string[];
  readonly account: AccountId;
  readonly claims?: string | undefined;
  readonly forceRefresh?: boolean | undefined;
}

/** What {@link AuthbrokerBridge.acquireTokenInteractive} takes. */
export type InteractiveTokenRequest = Omit<SignInRequest, "scopes"> & { readonly scopes: readonly string[] };

/** Who signed in, and which way. */
export interface SignInResult {
  readonly account: BridgeAccount | null;
  /** The scopes granted. */
  readonly scopes: readonly string[];
  readonly route: Route;
  /** Why it came that way: one sentence for a log or a person. */
  readonly routeReason: string;
  readonly correlationId: string;
}

/** A token, where the application gives its pages any. */
export interface TokenResult extends SignInResult {
  readonly accessToken: string;
  /** `Bearer`. */
  readonly tokenType: string;
  readonly expiresOn: Date | null;
  readonly fromCache: boolean;
}

/** The answer of {@link AuthbrokerBridge.probeBroker}. */
export type BridgeProbe =
  | {
      readonly available: true;
      readonly running: boolean;
      readonly version?: string;
      readonly limits?: readonly BrokerLimit[];
    }
  | {
      readonly available: false;
      readonly reason: UnavailableReason;
      readonly message: string;
      readonly fix?: string;
    };

/**
 * What a call rejects with: an error of the main process as plain data, not an `Error`, because Electron copies nothing of
 * an `Error` but its message.
 */
export interface BridgeError {
  /** The name of its class there, for example `InteractionRequiredAuthError`. `TypeError` names a wrong argument. */
  readonly name: string;
  /** What happened and what to do, with the address of the section about the code. */
  readonly message: string;
  /** The code to branch on; absent for a wrong argument and for an error of the application's own. */
  readonly errorCode?: ErrorCode;
  /** What happened and why, without the code, the hint and the address. */
  readonly errorMessage?: string;
  /** One sentence that says what to do. */
  readonly hint?: string;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable?: boolean;
  readonly correlationId?: string;
  /** A claims challenge, for the `claims` of the next `signIn`. */
  readonly claims?: string;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly subError?: string;
  readonly errorNo?: number;
  /** What the platform's broker said. */
  readonly broker?: BrokerErrorOrigin;
}

/**
 * What a page passes on to a method of the application: its parameter, and an id to abort it by. A method that can do
 * without a parameter may have one all the same; the first of none is `undefined`.
 */
type MethodArguments<Method> = Method extends () => unknown
  ? [parameter?: Parameters<Method>[0], request?: CallRequest]
  : Method extends (parameter: infer Parameter) => unknown
    ? [parameter: Parameter, request?: CallRequest]
    : never;

type CallRequest = Pick<BridgeRequest, "correlationId">;

type MethodResult<Method> = Method extends (parameter: never) => infer Result ? Awaited<Result> : never;
