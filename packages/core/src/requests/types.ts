import type {
  AccountInfo,
  InteractiveRequest as MsalInteractiveRequest,
  SignOutRequest as MsalSignOutRequest,
  SilentFlowRequest as MsalSilentFlowRequest,
} from "@azure/msal-node";
import type { CallOptions } from "../contract.js";
import type { ParentWindowHandle } from "../window-handle.js";

/** What `acquireTokenSilent` takes: msal-node's request, a signal and a time limit (30 seconds by default). */
export type SilentRequest = Readonly<Omit<MsalSilentFlowRequest, "scopes">> &
  CallOptions & {
    /** At least one scope, one string each. */
    readonly scopes: readonly string[];
  };

/** What `acquireTokenInteractive` takes: msal-node's request, a signal and a time limit (5 minutes by default). */
export type InteractiveRequest = Readonly<Omit<MsalInteractiveRequest, "openBrowser" | "scopes">> &
  CallOptions & {
    /** At least one scope, one string each. Without the field: `openid`, `profile` and `offline_access`. */
    readonly scopes?: readonly string[];
    /** Opens the system browser, on the browser route. The broker route does not need it. */
    readonly openBrowser?: MsalInteractiveRequest["openBrowser"];
    /** The window that the broker's window belongs to. msal-node's `windowHandle` means the same. */
    readonly parentWindowHandle?: ParentWindowHandle;
  };

/** What `signOut` takes. */
export type SignOutRequest = Readonly<MsalSignOutRequest> & CallOptions;

/** What `getAllAccounts` takes. */
export type AccountsRequest = CallOptions & {
  /** A UUID that names this request in the broker's log. */
  readonly correlationId?: string;
};

export type { AccountInfo };
