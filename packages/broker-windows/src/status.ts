import { BrokerError } from "@authbroker/core";
import type { ProviderErrorAnswer, TokenAnswer } from "./addon.js";
import { hex, meaningOf } from "./hresults.js";

/** `WebTokenRequestStatus`. */
const TOKEN_STATUS = {
  success: 0,
  userCancel: 1,
  accountSwitch: 2,
  userInteractionRequired: 3,
  accountProviderNotAvailable: 4,
  providerError: 5,
} as const;

/** `FindAllWebAccountsStatus`. */
export const ACCOUNTS_STATUS = {
  success: 0,
  notAllowedByProvider: 1,
  notSupportedByProvider: 2,
  providerError: 3,
} as const;

/** Whether an answer has a token: with `AccountSwitch` it is that of the account which the person chose instead. */
export function hasToken({ status }: TokenAnswer): boolean {
  return status === TOKEN_STATUS.success || status === TOKEN_STATUS.accountSwitch;
}

/**
 * The error of an answer that has no token.
 *
 * @param isElevated Whether the process runs with an administrator's rights, where Windows may close its window at once.
 */
export function tokenError({ status, error, response }: TokenAnswer, isElevated: () => boolean): BrokerError {
  const said = error ?? response?.providerError;
  switch (status) {
    case TOKEN_STATUS.userCancel:
      return new BrokerError("user_canceled", {
        message: "the user closed Windows' sign-in window",
        hint: isElevated() ? NOT_ELEVATED : undefined,
        broker: { status: "UserCancel", ...origin(said) },
      });
    case TOKEN_STATUS.userInteractionRequired:
      return new BrokerError("interaction_required", {
        message: withCode("Windows needs the user to act", said),
        hint: "Call acquireTokenInteractive with the same scopes and account.",
        broker: { status: "UserInteractionRequired", ...origin(said) },
      });
    case TOKEN_STATUS.accountProviderNotAvailable:
      return new BrokerError("broker_unavailable", {
        message: withCode("the plug-in of the Web Account Manager is missing or disabled", said),
        hint: "Ask the administrator of this machine whether a policy turned it off.",
        broker: { status: "AccountProviderNotAvailable", ...origin(said) },
      });
    case TOKEN_STATUS.providerError:
      return providerError(said);
    default:
      return new BrokerError("platform_broker_error", {
        message: withCode("Windows answered with a status that is not known", said),
        broker: { status: `Status ${status}`, ...origin(said) },
      });
  }
}

/** The error of a plug-in that failed, in its own words. */
export function providerError(said: ProviderErrorAnswer | undefined): BrokerError {
  const { code, message, hint } = (said && meaningOf(said.code)) ?? FAILED;
  return new BrokerError(code, {
    message: withCode(message, said),
    hint,
    broker: { status: "ProviderError", ...origin(said) },
  });
}

const FAILED = {
  code: "platform_broker_error",
  message: "the plug-in of the Web Account Manager failed",
  hint: undefined,
} as const;

const NOT_ELEVATED =
  "If nobody saw a window: this process runs with an administrator's rights, where Windows may close it at once; run it without.";

/** Each code is said in hex, as Microsoft's pages list it; in `broker.code` it is a number. */
function withCode(message: string, said: ProviderErrorAnswer | undefined): string {
  return said === undefined ? `${message}, and gave no explanation` : `${message} (${hex(said.code)})`;
}

function origin(said: ProviderErrorAnswer | undefined): {
  readonly code?: number;
  readonly context?: string;
} {
  if (said === undefined) return {};
  return { code: said.code, ...(said.message === "" ? {} : { context: said.message }) };
}
