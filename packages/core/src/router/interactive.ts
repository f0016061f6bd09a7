import type { AuthenticationResult as MsalResult } from "@azure/msal-node";
import { browserAvailability } from "../browser/desktop.js";
import { thisDesktop } from "../browser/open.js";
import type { Broker, BrokerAvailable } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import { refusePop, settleLocally, toResult } from "../local/acquire.js";
import { learnTenant } from "../local/tenant.js";
import { askProbe, notResponding } from "../probe.js";
import { interactiveForBroker } from "../requests/for-broker.js";
import type { DeviceCodeCall, InteractiveCall } from "../requests/interactive-call.js";
import { DEFAULT_TIMEOUT_MS } from "../requests/limits.js";
import { type AuthenticationResult, type Route, toAuthenticationResult } from "../results.js";
import { announce } from "./announce.js";
import type { Client } from "./client.js";
import {
  type BrokerAbsent,
  type Decision,
  decideInteractive,
  type InteractiveSituation,
  type PassedOver,
} from "./decide.js";
import { noRoute, passedOverText } from "./reason.js";
import { situationOf } from "./situation.js";

/**
 * An interactive call, over the first route that can serve it.
 *
 * @throws BrokerError
 */
export function routeInteractive(client: Client, call: InteractiveCall): Promise<AuthenticationResult> {
  let taken: Decision<"broker" | "browser" | "device_code"> | undefined;
  const late = (): string | undefined => (taken?.route === "browser" ? LATE_IN_BROWSER : undefined);
  return settleLocally({ ...call.limits, late }, async (signal) => {
    const situation = await lookAround(client, call, signal);
    taken = decideInteractive(situation);
    const broker = client.usableBroker;
    if (taken.route !== "broker" || broker === undefined) return offBroker(client, call, taken, signal);
    try {
      return await fromBroker(client, broker, call, signal);
    } catch (error) {
      if (!isGone(error)) throw error;
      taken = decideInteractive({ ...situation, broker: goneBroker(error) });
      // Where nothing else is left, the broker's own words say more than the router's.
      if (taken.route === undefined) throw error;
      return offBroker(client, call, taken, signal);
    }
  });
}

/** Entra shows these two faults on its page and never sends them to the application. */
const LATE_IN_BROWSER =
  "If the browser shows AADSTS50011, register the redirect URI http://localhost for the application; with AADSTS700016, check its client ID. Otherwise try again, or allow more time with timeoutMs.";

/**
 * A call for the device-code flow, whatever else there is.
 *
 * @throws BrokerError
 */
export function routeDeviceCode(client: Client, call: DeviceCodeCall): Promise<AuthenticationResult> {
  return settleLocally(call.limits, (signal) => {
    if (client.configuration.required)
      throw noRoute([REQUIRED], call, 'Leave "broker.required" out to sign in without the broker.');
    return byDeviceCode(client, call, "the device-code flow was asked for", signal);
  });
}

const REQUIRED: PassedOver = {
  route: "broker",
  reason: "device_code_asked_for",
  message: '"broker.required" is set, and brokers have no device-code flow',
};

async function lookAround(
  client: Client,
  call: InteractiveCall,
  signal: AbortSignal,
): Promise<InteractiveSituation> {
  const situation = situationOf(client, call);
  return {
    ...situation,
    broker: await probe(client, situation, call, signal),
    browser: call.openBrowser === undefined ? browserAvailability(thisDesktop()) : { available: true },
    deviceCode: call.deviceCodeCallback !== undefined,
  };
}

/** Asked before every window, since a broker can be installed, started and killed at any time. */
async function probe(
  { usableBroker }: Client,
  { account, broker, entra }: Pick<InteractiveSituation, "account" | "broker" | "entra">,
  { prompt }: Pick<InteractiveCall, "prompt">,
  signal: AbortSignal,
): Promise<InteractiveSituation["broker"]> {
  if (usableBroker === undefined || !entra || account === "cache") return broker;
  const limits = { signal, timeoutMs: DEFAULT_TIMEOUT_MS.probe, correlationId: "" };
  try {
    const answer = await askProbe(usableBroker, limits);
    if (!answer.available) return answer;
    return (prompt === "none" ? undefined : withoutWindow(answer)) ?? { available: true };
  } catch (error) {
    if (signal.aborted) throw error;
    return notResponding(error);
  }
}

/** A broker without a window is none for a call that may need one. */
function withoutWindow({ limits = [] }: BrokerAvailable): BrokerAbsent | undefined {
  const limit = limits.find(({ reason }) => reason === "silent_only");
  return limit && { available: false, reason: "silent_only", message: limit.message };
}

async function fromBroker(
  client: Client,
  broker: Broker,
  call: InteractiveCall,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  const request = interactiveForBroker(call, client.brokerDefaults);
  const options = { signal, timeoutMs: call.limits.timeoutMs };
  const reason = call.account === undefined ? "the broker is available" : "the account is the broker's";
  client.logger.info(() => `acquireTokenInteractive takes the broker: ${reason}`, call.correlationId);
  if (call.prompt === "none") {
    return toAuthenticationResult(
      await broker.acquireTokenSilent(request, options),
      request,
      call.state,
      reason,
    );
  }
  await announce(call, "broker", signal);
  return toAuthenticationResult(
    await broker.acquireTokenInteractive(request, options),
    request,
    call.state,
    reason,
  );
}

function offBroker(
  client: Client,
  call: InteractiveCall,
  { route, passedOver }: Decision<"broker" | "browser" | "device_code">,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  const reason = passedOverText(passedOver);
  const { deviceCodeCallback } = call;
  switch (route) {
    case "browser":
      return inBrowser(client, call, reason, signal);
    case "device_code":
      if (deviceCodeCallback === undefined) break;
      return import("../local/device-code.js").then(({ deviceCodeCallOf }) =>
        byDeviceCode(client, deviceCodeCallOf(call, deviceCodeCallback), reason, signal),
      );
    case "broker":
    case undefined:
  }
  throw noRoute(passedOver, call, adviceFor(client, call));
}

async function inBrowser(
  client: Client,
  call: InteractiveCall,
  reason: string,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  const { acquireInBrowser, refuseSid } = await import("../local/interactive.js");
  return over(client, call, "browser", reason, async () => {
    refuseSid(call);
    const local = await client.local();
    await announce(call, "browser", signal);
    return acquireInBrowser(local, call, signal);
  });
}

async function byDeviceCode(
  client: Client,
  call: DeviceCodeCall,
  reason: string,
  signal: AbortSignal,
): Promise<AuthenticationResult> {
  const { acquireByDeviceCode } = await import("../local/device-code.js");
  return over(client, call, "device_code", reason, async () =>
    acquireByDeviceCode(await client.local(), call, signal),
  );
}

async function over(
  client: Client,
  call: InteractiveCall | DeviceCodeCall,
  route: Route,
  reason: string,
  work: () => Promise<MsalResult>,
): Promise<AuthenticationResult> {
  refusePop(call, route);
  client.logger.info(() => `the call takes the ${route} route: ${reason}`, call.correlationId);
  const result = await work();
  learnTenant(await client.local(), call.authority, result.tenantId);
  return toResult(result, call, route, reason);
}

const isGone = (error: unknown): error is BrokerError =>
  error instanceof BrokerError && error.errorCode === "broker_unavailable";

function goneBroker(error: BrokerError): BrokerAbsent {
  const { errorMessage: message, hint } = error;
  return { available: false, reason: "broker_gone", message, ...(hint === undefined ? {} : { fix: hint }) };
}

function adviceFor(
  { configuration }: Client,
  { account, deviceCodeCallback }: InteractiveCall,
): string | undefined {
  if (configuration.required) return 'Leave "broker.required" out to allow the browser.';
  if (account?.source === "broker") return "Leave the account out to sign in over another route.";
  return deviceCodeCallback === undefined
    ? 'Give "deviceCodeCallback" to sign in on another device.'
    : undefined;
}
