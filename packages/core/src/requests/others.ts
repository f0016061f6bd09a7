import { checkAccount } from "../accounts.js";
import type { ProbeOptions } from "../contract.js";
import type { Limits } from "../settle.js";
import type { AskedAccount } from "../accounts.js";
import { describe, requireObject } from "./check.js";
import { newCorrelationId } from "./correlation-id.js";
import { checkLimits, DEFAULT_TIMEOUT_MS } from "./limits.js";
import { checkCorrelationId } from "./token-call.js";
import type { AccountsRequest, SignOutRequest } from "./types.js";

/** A request that is not for a token, checked. */
export interface Call {
  readonly correlationId: string;
  readonly limits: Limits;
}

/** @throws TypeError that names the argument. */
export function checkAccounts(request: AccountsRequest): Call {
  requireObject("request", request);
  const correlationId = checkCorrelationId(request.correlationId);
  return { correlationId, limits: checkLimits(request, DEFAULT_TIMEOUT_MS.silent, correlationId) };
}

/** @throws TypeError that names the argument. */
export function checkSignOut(
  request: SignOutRequest,
): Call & { readonly account: Exclude<AskedAccount, { source: "os" }> } {
  requireObject("request", request);
  return { ...checkAccounts(request), account: checkAccount("account", request.account) };
}

/** @throws TypeError that names the argument. */
export function checkProbe(options: ProbeOptions): Call {
  requireObject("options", options);
  if (options.start !== undefined && typeof options.start !== "boolean") {
    throw new TypeError(`"start" must be a boolean; received ${describe(options.start)}`);
  }
  const correlationId = newCorrelationId();
  return { correlationId, limits: checkLimits(options, DEFAULT_TIMEOUT_MS.probe, correlationId) };
}
