import type * as msalNode from "@azure/msal-node";
import { BrokerError } from "../errors/broker-error.js";
import { wordsOf } from "../probe.js";

/** msal-node, as its `import` gives it. */
export type MsalNode = typeof msalNode;

/**
 * Loads the application's msal-node, on which every route but the broker's stands.
 *
 * @throws BrokerError `msal_node_missing` when it is not installed or does not load.
 */
export async function importMsalNode(): Promise<MsalNode> {
  try {
    return await import("@azure/msal-node");
  } catch (cause) {
    throw new BrokerError("msal_node_missing", {
      message: `this call needs @azure/msal-node, which does not load: ${wordsOf(cause)}`,
      hint: 'Install it: npm install "@azure/msal-node@>=5 <8"',
      cause,
    });
  }
}
