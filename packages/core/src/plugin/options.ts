import {
  type BrokerOptions,
  type CheckedConfiguration,
  checkBoolean,
  checkFlags,
  checkImplementation,
  checkStrings,
} from "../configuration.js";
import { BROKER, refuseOthers } from "../configuration-fields.js";
import { isMsal, type MsalNodeClasses } from "../errors/msal-classes.js";
import type { NativeBrokerPluginOptions } from "../native-broker-plugin.js";
import { describe, requireNonEmptyString, requireObject } from "../requests/check.js";
import { OPTION_NAMES } from "./option-names.js";

/** The options of a plugin that were checked. */
export interface CheckedOptions extends Pick<
  CheckedConfiguration,
  "clientCapabilities" | "flags" | "implementation" | "required"
> {
  readonly clientId: string | undefined;
  readonly msalNode: MsalNodeClasses | undefined;
}

/** @throws TypeError that names the option, or BrokerError `request_unsupported` for one that is unknown. */
export function checkOptions(options: NativeBrokerPluginOptions): CheckedOptions {
  requireObject("options", options);
  const { clientId, msalNode } = options;
  const broker: BrokerOptions = options.broker ?? {};
  requireObject("broker", broker);
  refuseOthers("", options, OPTION_NAMES);
  refuseOthers("broker", broker, BROKER);
  if (clientId !== undefined) requireNonEmptyString("clientId", clientId);
  if (msalNode !== undefined && !isMsal(msalNode)) {
    throw new TypeError(`"msalNode" must be the module @azure/msal-node; received ${describe(msalNode)}`);
  }
  return {
    clientCapabilities: checkStrings("clientCapabilities", options.clientCapabilities),
    clientId,
    flags: checkFlags(options),
    implementation: checkImplementation(broker.implementation),
    msalNode,
    required: checkBoolean("broker.required", broker.required),
  };
}
