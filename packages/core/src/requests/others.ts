import { checkAccount } from "../accounts.js";
import type { ProbeOptions } from "../contract.js";
import type { Limits } from "../settle.js";
import type { AskedAccount } from "../accounts.js";
import { describe, requireObject } from "./check.js";
import { newCorrelationId } from "./correlation-id.js";
import { checkLimits, DEFAULT_TIMEOUT_MS } from "./limits.js";
import { checkCorrelationId } from "./token-call.js";
import type { AccountsRequest, SignOutRequest } from "./types.js";
import { refuseUnknownFields } from "./unsupported.js";

/** A request that is not for a token, checked. */
export interface Call {
  readonly correlationId: string;
  readonly limits: Limits;
}

/** @throws TypeError that names the argument, or BrokerError `request_unsupported`. */
export function checkAccounts(request: AccountsRequest): Call {
  requireObject("request", request);
  refuseUnknownFields("accounts", request);
  return checkCall(request);
}

/** @throws TypeError that names the argument, or BrokerError `request_unsupported`. */
export function checkSignOut(
  request: SignOutRequest,
): Call & { readonly account: Exclude<AskedAccount, { source: "os" }> } {
  requireObject("request", request);
  refuseUnknownFields("sign-out", request);
  return { ...checkCall(request), account: checkAccount("account", request.account) };
}

function checkCall(request: AccountsRequest): Call {
  const correlationId = checkCorrelationId(request.correlationId);
  return { correlationId, limits: checkLimits(request, DEFAULT_TIMEOUT_MS.silent, correlationId) };
}

/** @throws TypeError that names the argument, or BrokerError `request_unsupported`. */
export function checkProbe(options: ProbeOptions): Call {
  requireObject("options", options);
  refuseUnknownFields("probe", options);
  if (options.start !== undefined && typeof options.start !== "boolean") {
    throw new TypeError(`"start" must be a boolean; received ${describe(options.start)}`);
  }
  const correlationId = newCorrelationId();
  return { correlationId, limits: checkLimits(options, DEFAULT_TIMEOUT_MS.probe, correlationId) };
}
