import type {
  AccountInfo as MsalAccountInfo,
  DeviceCodeRequest as MsalDeviceCodeRequest,
  InteractiveRequest as MsalInteractiveRequest,
  SignOutRequest as MsalSignOutRequest,
  SilentFlowRequest as MsalSilentFlowRequest,
} from "@azure/msal-node";
import type { CallOptions } from "../contract.js";
import type { ParentWindowHandle } from "../window-handle.js";

/** msal-node's account, and where it is kept. */
export type AccountInfo = MsalAccountInfo & {
  /**
   * `broker`: the operating system's broker holds the sign-in. `cache`: it was made in the browser or with a device
   * code, and its tokens are in msal-node's cache. An account is only ever served by its own source.
   */
  readonly source: "broker" | "cache";
};

/** What every request for a token takes beside msal-node's fields. */
interface TokenRequestFields extends CallOptions {
  /** At least one scope, one string each. */
  readonly scopes: readonly string[];
  /** The resource of a Model Context Protocol server (RFC 8707), sent as `resource`. */
  readonly resource?: string;
  /** Comes back in the result. */
  readonly state?: string;
}

/** What `acquireTokenSilent` takes: msal-node's request, a signal and a time limit (30 seconds by default). */
export type SilentRequest = Readonly<Omit<MsalSilentFlowRequest, "account" | "resource" | "scopes">> &
  TokenRequestFields & {
    /** The account to get the token for; `"os"` is the broker's default account, whoever that is. */
    readonly account: MsalAccountInfo | "os";
  };

/** What `acquireTokenInteractive` takes: msal-node's request, a signal and a time limit (5 minutes by default). */
export type InteractiveRequest = Readonly<
  Omit<MsalInteractiveRequest, "openBrowser" | "resource" | "scopes">
> &
  Omit<TokenRequestFields, "scopes"> & {
    /** At least one scope, one string each. Without the field: `openid`, `profile` and `offline_access`. */
    readonly scopes?: readonly string[];
    /** Opens the browser at an address; without it the system's browser is opened. It is not waited for. */
    readonly openBrowser?: MsalInteractiveRequest["openBrowser"];
    /** The window that the broker's window belongs to; required by macOS' broker. msal-node's `windowHandle` means the same. */
    readonly parentWindowHandle?: ParentWindowHandle;
    /** Called, and waited for, before a window opens, with the route it belongs to. What it throws ends the call. */
    readonly onBeforeLaunchingUi?: (route: "broker" | "browser") => unknown;
    /** Given, the device-code route is taken where there is neither broker nor browser. */
    readonly deviceCodeCallback?: DeviceCodeCallback;
  };

/** Shows the user code, and may take its time: the code is polled for meanwhile. What it throws ends the call. */
type DeviceCodeCallback = (...shown: Parameters<MsalDeviceCodeRequest["deviceCodeCallback"]>) => unknown;

/** What `acquireTokenByDeviceCode` takes: msal-node's request, a signal and a time limit (15 minutes by default). */
export type DeviceCodeRequest = Readonly<
  Omit<MsalDeviceCodeRequest, "cancel" | "deviceCodeCallback" | "resource" | "scopes">
> &
  TokenRequestFields & {
    readonly deviceCodeCallback: DeviceCodeCallback;
    /** Set to true at any time, it ends the call. A `signal` does so at once. */
    cancel?: boolean;
  };

/** What `signOut` takes. */
export type SignOutRequest = Readonly<MsalSignOutRequest> & CallOptions;

/** What `getAllAccounts` takes. */
export type AccountsRequest = CallOptions & {
  /** A UUID that names this request in every log. */
  readonly correlationId?: string;
};
