// All of node:util would bring its parsers along.
import { isNativeError } from "node:util/types";
import { BrokerError } from "@authbroker/core";
import { type CallClock, requestAborted } from "@authbroker/core/broker";
import type { AddonError } from "./addon.js";
import { hex, type Meaning, meaningOf, NO_ACCOUNT, NO_WINDOW } from "./hresults.js";

const CODES: ReadonlySet<unknown> = new Set<AddonError["code"]>([
  "call_failed",
  "operation_failed",
  "provider_not_found",
  "account_not_found",
  "window_not_found",
  "winrt_missing",
  "timeout",
  "cancelled",
]);

/** Whether an error is one that the addon rejects with. */
export function isAddonError(error: unknown): error is AddonError {
  // An addon's errors are of the context that Node.js started with, which under Jest is another than this code's.
  return isNativeError(error) && "code" in error && CODES.has(error.code);
}

/**
 * The error of a call, from the one that the addon rejected with.
 *
 * @param name The function of WinRT that was called.
 */
export function callError(error: unknown, name: string, clock: CallClock): unknown {
  if (isNativeError(error) && error.name === "TypeError") return refusedArgument(error);
  if (!isAddonError(error)) return error;
  switch (error.code) {
    case "timeout":
      return new BrokerError("request_timeout", {
        message: `Windows did not answer ${name} within ${clock.timeoutMs} ms`,
        hint: "Try again, or allow more time with timeoutMs.",
      });
    case "cancelled":
      return requestAborted(clock.signal);
    case "call_failed":
    case "operation_failed":
      return failedCall(error, name);
    case "account_not_found":
      return meant(NO_ACCOUNT, error);
    case "provider_not_found":
      return meant(NO_PROVIDER, error);
    case "window_not_found":
      return meant(NO_WINDOW, error);
    case "winrt_missing":
      return meant(NO_WINRT, error);
    default:
      return error;
  }
}

/** What is said of a plug-in that is not there, where there is no better word for it. */
export const NO_PROVIDER: Meaning = {
  code: "broker_unavailable",
  message: "Windows has no provider for the accounts of the request: its plug-in is missing or turned off",
  hint: "Ask the administrator of this machine whether a policy turned it off.",
};

const NO_WINRT: Meaning = {
  code: "broker_unavailable",
  message: "this Windows has no WinRT: combase.dll is not there",
  hint: "The Web Account Manager needs Windows 10 1703 or Windows Server 2019, or later.",
};

function meant({ code, message, hint }: Meaning, cause: AddonError): BrokerError {
  return new BrokerError(code, { message, hint, cause });
}

/** A call that failed, by its HRESULT. The error itself is no cause to hang on: its text is Windows'. */
function failedCall({ hresult, function: failed, message: context }: AddonError, name: string): BrokerError {
  const at = failed ?? name;
  const said = hresult === undefined ? at : `${at} answered ${hex(hresult)}`;
  const known = hresult === undefined ? undefined : meaningOf(hresult);
  const { code, message, hint } = known ?? meaningOfFailure(name, hresult);
  return new BrokerError(code, {
    message: `${message} (${said})`,
    hint,
    broker: { status: at, ...(hresult === undefined ? {} : { code: hresult }), context },
  });
}

/** What a failure means of which the code says nothing by itself. */
function meaningOfFailure(name: string, hresult: number | undefined): Meaning {
  if (name === "SignOutAsync") return KEPT;
  return name === "RequestTokenForWindowAsync" && hresult === ERROR_CANCELLED ? CLOSED : FAILED;
}

/** In Windows' words, the user canceled it. Without a window there is no user who could. */
const ERROR_CANCELLED = 0x800704c7;

const CLOSED: Meaning = {
  code: "user_canceled",
  message: "the user closed Windows' sign-in window",
};

const FAILED: Meaning = {
  code: "platform_broker_error",
  message: "a call of the Web Account Manager failed",
};

const KEPT: Meaning = {
  code: "platform_broker_error",
  message: "Windows did not sign the account out",
  hint: "The account that Windows was signed in with can only be removed in Windows: Settings, Accounts.",
};

/** The addon refuses an argument by its name, and never quotes it. */
function refusedArgument(error: Error): BrokerError {
  return new BrokerError("request_unsupported", {
    message: `the Web Account Manager cannot be asked this: ${error.message}`,
    cause: error,
  });
}
