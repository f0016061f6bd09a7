/**
 * What a broker package is to core: plain data in, plain data out.
 *
 * The names are the field's: MSAL's for accounts and requests, OAuth's for tokens. A broker knows its
 * operating system's protocol and nothing of the application; core knows Microsoft Entra ID and nothing of D-Bus,
 * WinRT or AuthenticationServices.
 */

/** The version of this contract. A broker package of another version is refused with `broker_contract_mismatch`. */
export const CONTRACT_VERSION = 1;

/** The operating systems a broker package can be written for. */
export type BrokerPlatform = "linux" | "windows" | "macos";

/** How long a call may take, and how to end it early. */
export interface CallOptions {
  /** Ends the call: the broker closes its window, if it has one, and the promise rejects with `request_aborted`. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the call is ended in the same way, and rejects with `request_timeout`. */
  readonly timeoutMs?: number;
}

/** Options of {@link Broker.probe}. */
export interface ProbeOptions extends CallOptions {
  /** Start the broker if it is installed and not running. Without it a probe never starts anything. */
  readonly start?: boolean;
}

/** Why a broker cannot be used, as a stable word to branch on. */
export type UnavailableReason =
  /** The `enableBrokerOn…` flag of this system is off. */
  | "broker_disabled"
  /** There is no broker package for this operating system. */
  | "platform_unsupported"
  /** The broker package of this operating system is not installed; only a plugin says so, a client is not made. */
  | "broker_package_missing"
  /** The broker package is installed but its native part does not load. */
  | "broker_load_failed"
  /** No address of a session bus: no desktop session, or one that was not passed on. */
  | "no_session_bus"
  /** There is an address, but the bus refuses or does not answer. */
  | "session_bus_unreachable"
  /** The bus is there and nothing on it is, or can be started as, a broker. */
  | "broker_not_installed"
  /** Installed, but it does not answer. */
  | "broker_not_responding"
  /** Windows Subsystem for Linux without a broker on its own session bus. */
  | "wsl"
  /** The operating system is older than its broker. */
  | "system_too_old"
  /** The broker is installed in a version that does not serve this process. */
  | "broker_too_old"
  /** The broker is installed, and nothing has turned it on for this machine. */
  | "broker_not_enabled"
  /** The process runs where no window can be shown to a person: a service, a scheduled task. */
  | "session_not_interactive"
  /** The system has no desktop shell for the broker's windows, for example Windows Server Core. */
  | "desktop_shell_missing";

/** What a broker that is available cannot do here, as a stable word to branch on. */
export type LimitReason =
  /** The broker serves silent calls only; it has no window of its own. */
  | "silent_only"
  /** The process runs with an administrator's rights, where the broker's window may not open. */
  | "elevated"
  /** The device is shared by several people, who sign out of it when they leave. */
  | "shared_device"
  /** The device is not joined to an organisation, so policies that ask for one refuse. */
  | "device_not_joined";

/** Something that a broker cannot do here, although it is available. */
export interface BrokerLimit {
  readonly reason: LimitReason;
  /** One sentence for a person. */
  readonly message: string;
}

/** A broker that can be used now. */
export interface BrokerAvailable {
  readonly available: true;
  /** False when the broker is installed and will be started by the first call. */
  readonly running: boolean;
  /** The broker's own version, for example `2.0.4`; absent when it is not running or does not say. */
  readonly version?: string;
  /** Who answers for it: the unique bus name on Linux. */
  readonly owner?: string;
  /** The process id of the broker. */
  readonly pid?: number;
  /** What it cannot do here; absent when nothing is known. */
  readonly limits?: readonly BrokerLimit[];
}

/** A broker that cannot be used now, why, and what mends it. */
export interface BrokerUnavailable {
  readonly available: false;
  readonly reason: UnavailableReason;
  /** One sentence for a person. */
  readonly message: string;
  /** What to type or to change; absent when nothing helps. */
  readonly fix?: string;
  /** The error that showed it, where there was one. */
  readonly cause?: unknown;
}

/** The answer of {@link Broker.probe}. */
export type BrokerProbe = BrokerAvailable | BrokerUnavailable;

/** An account the broker holds. */
export interface BrokerAccount {
  /** The broker's own identifier of the account (msal-node's `nativeAccountId`). */
  readonly nativeAccountId: string;
  /** `<object id>.<home tenant id>`. */
  readonly homeAccountId: string;
  /** The object id in `tenantId`. */
  readonly localAccountId: string;
  /** The tenant the account is seen from, a GUID. */
  readonly tenantId: string;
  /** The authority's host, for example `login.microsoftonline.com`. */
  readonly environment: string;
  /** The user principal name. */
  readonly username: string;
  /** The display name. */
  readonly name?: string;
}

/** What every request to a broker carries. */
export interface BrokerRequest {
  /** The application (client) ID, a GUID. */
  readonly clientId: string;
  /** The redirect URI registered for the broker. */
  readonly redirectUri: string;
  /** A lower-case UUID that names this request in every log it passes. */
  readonly correlationId: string;
}

/** Asks for the accounts that the broker holds for this application. */
export interface AccountsRequest extends BrokerRequest {}

/** Asks for a token without any user interface. */
export interface TokenRequest extends BrokerRequest {
  /** An https URL, for example `https://login.microsoftonline.com/common`. */
  readonly authority: string;
  /** At least one scope; `openid`, `profile` and `offline_access` are the broker's to add. */
  readonly scopes: readonly string[];
  /** The account to get the token for; without it the broker takes its default account. */
  readonly account?: BrokerAccount;
  /** The claims request, JSON text. */
  readonly claims?: string;
  /** A username to suggest. */
  readonly loginHint?: string;
  /** Parameters added to the authorization request. */
  readonly extraQueryParameters?: Readonly<Record<string, string>>;
  /** Have the broker fetch a new access token although the one it holds is still valid. */
  readonly forceRefresh?: boolean;
  /** Ask for a signed HTTP request around a token that is bound to a key of the broker's, instead of a bearer token. */
  readonly pop?: PopParameters;
}

/** The HTTP request that a proof of possession is for. The names are msal-node's. */
export interface PopParameters {
  /** The method of the request to the resource, in upper case, for example `GET`. */
  readonly resourceRequestMethod: string;
  /** The URL of the request to the resource, absolute. */
  readonly resourceRequestUri: string;
  /** The nonce that the resource gave in its challenge. */
  readonly shrNonce?: string;
  /** Claims to sign along, JSON text. */
  readonly shrClaims?: string;
}

/** The values of OpenID Connect's `prompt` that an interactive broker request can carry. */
export type BrokerPrompt = "login" | "select_account" | "consent" | "create";

/** Asks for a token, with the broker's own window where it needs one. */
export interface InteractiveTokenRequest extends Omit<TokenRequest, "forceRefresh"> {
  readonly prompt?: BrokerPrompt;
  /**
   * The window that the broker's window belongs to: an X11 window id, an HWND or the address of an NSView; or `"console"`,
   * the terminal's window where the broker can find one. Without it the broker's window has no parent; the broker of macOS
   * refuses a request without it.
   */
  readonly parentWindow?: bigint | "console";
}

/** Asks the broker to forget an account for this application. */
export interface SignOutRequest extends BrokerRequest {
  readonly account: BrokerAccount;
}

/** A token and whose it is. */
export interface TokenResponse {
  /** The access token; with `pop` in the request, the signed HTTP request that holds it. */
  readonly accessToken: string;
  /** `Bearer`, or `pop` for a request with {@link TokenRequest.pop}. */
  readonly tokenType: string;
  /** The ID token as the broker gave it: three base64url parts. */
  readonly idToken: string;
  /** The payload of `idToken`; its signature is the broker's to check, as in every MSAL. */
  readonly idTokenClaims: Readonly<Record<string, unknown>>;
  /** When the access token ends, milliseconds since 1970. */
  readonly expiresOn: number;
  /** When it ends while the authority is unreachable, milliseconds since 1970. */
  readonly extendedExpiresOn?: number;
  /** The scopes granted. */
  readonly scopes: readonly string[];
  /** Whose token it is, taken from the answer and not from the request. */
  readonly account: BrokerAccount;
}

/**
 * A broker: what a broker package exports, and what an application can hand to `create()` itself.
 *
 * Every method but {@link Broker.probe} rejects with a `BrokerError`; core gives it msal-node's class. An answer that lacks
 * a field, or has one of the wrong type, is refused with `broker_response_invalid`, which names the field.
 */
export interface Broker {
  /** {@link CONTRACT_VERSION} of the core this broker was written for. */
  readonly contractVersion: 1;
  /** The operating system it speaks for. */
  readonly platform: BrokerPlatform;
  /**
   * The redirect URI of this process, for a request whose caller names none. For brokers whose redirect URI depends on
   * the program, as macOS' does on its signature; without it core takes the documented one of `platform`.
   */
  redirectUri?(clientId: string): string;
  /** Whether this process can use the broker now, and if not, why. Never rejects, never blocks, is asked anew each time. */
  probe(options?: ProbeOptions): Promise<BrokerProbe>;
  /** The accounts the broker holds, in its own order. */
  getAccounts(request: AccountsRequest, options?: CallOptions): Promise<readonly BrokerAccount[]>;
  /** A token without user interface; rejects with `interaction_required` where a person is needed. */
  acquireTokenSilent(request: TokenRequest, options?: CallOptions): Promise<TokenResponse>;
  /** A token with the broker's user interface. */
  acquireTokenInteractive(request: InteractiveTokenRequest, options?: CallOptions): Promise<TokenResponse>;
  /** Signs the account out of this application; the operating system's own sign-in stays. */
  signOut(request: SignOutRequest, options?: CallOptions): Promise<void>;
}

/** The module that a broker package is. */
export interface BrokerPackage {
  /** The broker of this process (or worker thread). */
  readonly broker: Broker;
  /** The package's version, for the error that it is of another contract; without it that names the package alone. */
  readonly version?: string;
  /**
   * Loads the native part now instead of at the first call, so that `create()` can report a broken installation
   * before any window opens. Touches no bus and no broker.
   *
   * @throws BrokerError `broker_load_failed`, with the loader's own error as `cause`.
   */
  load(): Promise<void>;
}
