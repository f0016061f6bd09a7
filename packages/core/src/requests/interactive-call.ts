import { checkAccount } from "../accounts.js";
import type { BrokerPrompt } from "../contract.js";
import { readWindowHandle } from "../window-handle.js";
import { describe, requireObject, requireScopes } from "./check.js";
import { DEFAULT_TIMEOUT_MS } from "./limits.js";
import { checkText, checkTokenFields, type ClientDefaults, type TokenCall } from "./token-call.js";
import type { DeviceCodeRequest, InteractiveRequest } from "./types.js";
import { refuseUnknownFields } from "./unsupported.js";

/** An interactive request. */
export interface InteractiveCall extends TokenCall {
  readonly prompt: BrokerPrompt | "none" | undefined;
  readonly parentWindow: bigint | "console" | undefined;
  readonly domainHint: string | undefined;
  readonly sid: string | undefined;
  readonly nonce: string | undefined;
  readonly extraScopesToConsent: readonly string[] | undefined;
  readonly openBrowser: InteractiveRequest["openBrowser"];
  readonly successTemplate: string | undefined;
  readonly errorTemplate: string | undefined;
  readonly preferredPort: number | undefined;
  readonly onBeforeLaunchingUi: InteractiveRequest["onBeforeLaunchingUi"];
  readonly deviceCodeCallback: InteractiveRequest["deviceCodeCallback"];
}

/** A request for the device-code flow. */
export interface DeviceCodeCall extends TokenCall {
  readonly deviceCodeCallback: DeviceCodeRequest["deviceCodeCallback"];
  /** Whether the caller has set msal-node's flag since. */
  readonly isCancelled?: () => boolean;
}

/** Whether the person is asked who signs in, so that an account of the request is a suggestion and no more. */
export function userChooses(prompt: InteractiveCall["prompt"]): boolean {
  return prompt === "select_account" || prompt === "create";
}

const OIDC_SCOPES = ["openid", "profile", "offline_access"];
const PROMPTS = ["login", "select_account", "consent", "create", "none"] as const;

/** @throws TypeError that names the argument, or BrokerError `request_unsupported`. */
export function checkInteractive(request: InteractiveRequest, client: ClientDefaults): InteractiveCall {
  requireObject("request", request);
  refuseUnknownFields("interactive", request);
  const { account, extraScopesToConsent, preferredPort, scopes = OIDC_SCOPES } = request;
  const prompt = checkPrompt(request.prompt);
  if (extraScopesToConsent !== undefined) requireScopes("extraScopesToConsent", extraScopesToConsent);
  if (preferredPort !== undefined) requirePort("preferredPort", preferredPort);
  if (request.sid !== undefined && request.loginHint !== undefined) {
    throw new TypeError('"sid" and "loginHint" both say who signs in; give one of them');
  }
  const extra = { ...request.extraQueryParameters, ...request.extraParameters };
  if (request.domainHint !== undefined && "domain_hint" in extra) {
    throw new TypeError('"domainHint" and the extra parameter "domain_hint" mean the same; give one of them');
  }
  const timeoutMs = prompt === "none" ? DEFAULT_TIMEOUT_MS.silent : DEFAULT_TIMEOUT_MS.interactive;
  return {
    ...checkTokenFields(request, scopes, client, timeoutMs),
    account: account === undefined ? undefined : checkAccount("account", account),
    prompt,
    parentWindow: checkParentWindow(request),
    domainHint: checkText("domainHint", request.domainHint),
    sid: checkText("sid", request.sid),
    nonce: checkText("nonce", request.nonce),
    extraScopesToConsent: extraScopesToConsent && [...extraScopesToConsent],
    openBrowser: checkFunction("openBrowser", request.openBrowser),
    successTemplate: checkText("successTemplate", request.successTemplate),
    errorTemplate: checkText("errorTemplate", request.errorTemplate),
    preferredPort,
    onBeforeLaunchingUi: checkFunction("onBeforeLaunchingUi", request.onBeforeLaunchingUi),
    deviceCodeCallback: checkFunction("deviceCodeCallback", request.deviceCodeCallback),
  };
}

/** @throws TypeError that names the argument, or BrokerError `request_unsupported`. */
export function checkDeviceCode(request: DeviceCodeRequest, client: ClientDefaults): DeviceCodeCall {
  requireObject("request", request);
  refuseUnknownFields("device code", request);
  const { deviceCodeCallback, timeout } = request;
  if (timeout !== undefined && !(typeof timeout === "number" && timeout > 0)) {
    throw new TypeError(`"timeout" must be a number of seconds above 0; received ${describe(timeout)}`);
  }
  if (timeout !== undefined && request.timeoutMs !== undefined) {
    throw new TypeError('"timeout" and "timeoutMs" mean the same; give one of them');
  }
  if (typeof deviceCodeCallback !== "function") {
    throw new TypeError(`"deviceCodeCallback" must be a function; received ${describe(deviceCodeCallback)}`);
  }
  const timeoutMs = timeout === undefined ? DEFAULT_TIMEOUT_MS.deviceCode : timeout * 1000;
  return {
    ...checkTokenFields(request, request.scopes, client, timeoutMs),
    deviceCodeCallback,
    // msal-node's way to cancel is to change the request, so this one field is looked at again.
    isCancelled: () => request.cancel === true,
  };
}

function checkPrompt(value: unknown): InteractiveCall["prompt"] {
  if (value === undefined) return undefined;
  const prompt = PROMPTS.find((known) => known === value);
  if (prompt !== undefined) return prompt;
  throw new TypeError(`"prompt" must be one of ${PROMPTS.join(", ")}; received ${describe(value)}`);
}

function checkParentWindow({
  parentWindowHandle,
  windowHandle,
}: InteractiveRequest): bigint | "console" | undefined {
  if (parentWindowHandle !== undefined && windowHandle !== undefined) {
    throw new TypeError('"parentWindowHandle" and "windowHandle" mean the same; give one of them');
  }
  return parentWindowHandle === undefined
    ? readWindowHandle("windowHandle", windowHandle)
    : readWindowHandle("parentWindowHandle", parentWindowHandle);
}

/** @throws TypeError that names the argument, when it is given and no function. */
function checkFunction<Value>(argument: string, value: Value): Value {
  if (value === undefined || typeof value === "function") return value;
  throw new TypeError(`"${argument}" must be a function; received ${describe(value)}`);
}

function requirePort(argument: string, value: unknown): void {
  if (typeof value === "number" && Number.isInteger(value) && value > 0 && value < 65_536) return;
  throw new TypeError(`"${argument}" must be a port number; received ${describe(value)}`);
}
