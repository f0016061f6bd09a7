import { chooseBroker } from "../choose-broker.js";
import type { Broker, BrokerProbe, BrokerUnavailable } from "../contract.js";
import { BrokerError } from "../errors/broker-error.js";
import { asErrorOf, asMsalError, type MsalNodeClasses } from "../errors/msal-classes.js";
import { installCommand } from "../load-broker.js";
import type { NativeBrokerPlugin, NativeBrokerPluginOptions } from "../native-broker-plugin.js";
import { type SystemKind, systemKind } from "../platform.js";
import { askProbe, notResponding } from "../probe.js";
import { DEFAULT_TIMEOUT_MS } from "../requests/limits.js";
import { type CheckedOptions, checkOptions } from "./options.js";
import { BrokerPlugin } from "./plugin.js";

/**
 * See `createNativeBrokerPlugin`.
 *
 * @param factory The function that the application called, for the line that says what to do.
 */
export async function createPlugin(
  options: NativeBrokerPluginOptions,
  factory = "createNativeBrokerPlugin()",
): Promise<NativeBrokerPlugin> {
  let msalNode: MsalNodeClasses | undefined;
  try {
    const checked = checkOptions(options);
    ({ msalNode } = checked);
    const system = checked.implementation?.platform ?? systemKind();
    const broker = await brokerOrWhyNot(checked, system, factory);
    const probe = "available" in broker ? broker : await probeOf(broker);
    if (checked.required && !probe.available) throw unavailable(probe);
    return new BrokerPlugin(checked, broker, probe, system);
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    throw msalNode === undefined ? await asMsalError(error) : asErrorOf(msalNode, error);
  }
}

/** A package that is missing or broken does not keep an application from signing in in the browser, unless it says so. */
async function brokerOrWhyNot(
  options: CheckedOptions,
  system: SystemKind,
  factory: string,
): Promise<Broker | BrokerUnavailable> {
  try {
    return await chooseBroker(options, system, factory);
  } catch (error) {
    if (options.required || !(error instanceof BrokerError)) throw error;
    const { errorCode: reason, errorMessage: message } = error;
    if (reason !== "broker_package_missing" && reason !== "broker_load_failed") throw error;
    return { available: false, reason, message, fix: installCommand(system), cause: error };
  }
}

/** A broker that breaks its word and rejects, answers with something else, or never answers, does not respond. */
async function probeOf(broker: Broker): Promise<BrokerProbe> {
  const limits = { signal: undefined, timeoutMs: DEFAULT_TIMEOUT_MS.probe, correlationId: "" };
  try {
    return await askProbe(broker, limits);
  } catch (error) {
    return notResponding(error);
  }
}

function unavailable({ reason, message, fix, cause }: BrokerUnavailable): BrokerError {
  return new BrokerError("route_unavailable", {
    message: `the broker is required and cannot be used (${reason}): ${message}`,
    hint: fix,
    cause,
  });
}
