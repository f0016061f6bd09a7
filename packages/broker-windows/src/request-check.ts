import {
  type BrokerAccount,
  BrokerError,
  type BrokerRequest,
  type InteractiveTokenRequest,
} from "@authbroker/core";
import { isEntraAuthority, sendableText } from "@authbroker/core/broker";
import { checkExtraParameters } from "./extra-parameters.js";
import { NO_WINDOW } from "./hresults.js";

/** Handles of windows have the size of a pointer. */
const LARGEST_HANDLE = 2n ** 64n - 1n;

/**
 * Checks what of a request for a token no plug-in could honour, before Windows is asked anything.
 *
 * @throws BrokerError `request_unsupported`, which names the field; `untrusted_authority` for an authority that is not of
 * Microsoft Entra ID.
 */
export function checkTokenRequest(request: InteractiveTokenRequest): void {
  const { account, authority, claims, parentWindow, pop, scopes } = request;
  if (pop !== undefined) {
    throw new BrokerError("request_unsupported", {
      message: 'the Web Account Manager cannot honour "pop", and does not silently drop it',
      hint: 'Leave authenticationScheme: "pop" out: Microsoft has not published how Windows is asked for such a proof.',
    });
  }
  checkRequest(request);
  if (account !== undefined) checkAccount(account);
  sendableText("authority", authority);
  if (!isEntraAuthority(authority)) throw foreignAuthority();
  for (const scope of scopes) sendableText("scopes", scope);
  if (claims !== undefined) sendableText("claims", claims);
  checkExtraParameters(request);
  checkHint(request);
  checkWindow(parentWindow);
}

/**
 * Checks what every request has.
 *
 * @throws BrokerError `request_unsupported`, which names the field.
 */
export function checkRequest(request: BrokerRequest): void {
  for (const field of ["clientId", "correlationId", "redirectUri"] as const)
    sendableText(field, request[field]);
}

/**
 * Checks what of an account Windows is told.
 *
 * @throws BrokerError `request_unsupported`, which names the field.
 */
export function checkAccount(account: BrokerAccount): void {
  for (const field of ["nativeAccountId", "tenantId", "username"] as const) {
    sendableText(`account.${field}`, account[field]);
  }
}

/** Whether the person is asked who signs in, so that an account of the request is a suggestion and no more. */
export function asksWho(prompt: InteractiveTokenRequest["prompt"]): boolean {
  return prompt === "select_account" || prompt === "create";
}

/** An account says who signs in: a hint that says it of somebody else cannot be honoured. */
function checkHint({ account, loginHint, prompt }: InteractiveTokenRequest): void {
  if (loginHint === undefined) return;
  sendableText("loginHint", loginHint);
  if (account === undefined || asksWho(prompt)) return;
  if (loginHint.toLowerCase() === account.username.toLowerCase()) return;
  throw new BrokerError("request_unsupported", {
    message: 'the Web Account Manager cannot honour "loginHint" beside an account of another name',
    hint: 'Leave "loginHint" out: the account says who signs in.',
  });
}

function checkWindow(parentWindow: InteractiveTokenRequest["parentWindow"]): void {
  if (parentWindow === undefined || parentWindow === "console") return;
  if (parentWindow > 0n && parentWindow <= LARGEST_HANDLE) return;
  throw new BrokerError("request_unsupported", {
    message: `"parentWindowHandle" is no handle of a window: ${parentWindow}`,
    hint: NO_WINDOW.hint,
  });
}

function foreignAuthority(): BrokerError {
  return new BrokerError("untrusted_authority", {
    message: "the Web Account Manager serves authorities of Microsoft Entra ID only",
    hint: "Use an authority such as https://login.microsoftonline.com/common.",
  });
}
