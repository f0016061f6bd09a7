import { type CheckedConfiguration, flagsOf } from "./configuration.js";
import type { Broker, BrokerUnavailable } from "./contract.js";
import { guardedBroker } from "./guarded-broker.js";
import { checkContract, loadBroker } from "./load-broker.js";
import type { SystemKind } from "./platform.js";

/**
 * The broker to use, or why there is none: the application's own, else the package of this system when its flag is on.
 *
 * @param factory The call that takes the flags, for the line that says what to do.
 * @throws BrokerPackageMissingError when the package is not installed.
 * @throws BrokerError `broker_load_failed` when it does not load, `broker_contract_mismatch` when it was made for another
 * version of core.
 */
export async function chooseBroker(
  { implementation, flags }: Pick<CheckedConfiguration, "flags" | "implementation">,
  system: SystemKind,
  factory: string,
): Promise<Broker | BrokerUnavailable> {
  if (implementation !== undefined) {
    checkContract(implementation, '"broker.implementation"');
    return guardedBroker(implementation);
  }
  if (system === "other") {
    return {
      available: false,
      reason: "platform_unsupported",
      message: `there is no authentication broker for ${process.platform}`,
    };
  }
  const ofSystem = flagsOf(system);
  if (ofSystem.some((flag) => flags[flag])) return guardedBroker(await loadBroker(system));
  const [flag] = ofSystem;
  return {
    available: false,
    reason: "broker_disabled",
    message: `${flag} is off`,
    fix: `Pass ${flag}: true to ${factory}.`,
  };
}
