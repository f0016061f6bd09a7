import type { Broker } from "@authbroker/core";
import { type CallClock, startCallClock } from "@authbroker/core/broker";
import { listAccounts } from "./accounts.js";
import type { Addon } from "./addon.js";
import { acquireInteractively, acquireSilently, type Call } from "./flows.js";
import { Operations } from "./operations.js";
import { checkAccount, checkRequest, checkTokenRequest } from "./request-check.js";
import { signOut } from "./sign-out.js";

/** Limits of calls that are made without one, milliseconds. */
const SILENT_TIMEOUT_MS = 30_000;
const INTERACTIVE_TIMEOUT_MS = 300_000;

/**
 * A client of the Web Account Manager.
 *
 * @param loadAddon Gives the native part; called by each call, since the first may find it broken.
 */
export function createWindowsBroker(loadAddon: () => Addon): Broker {
  const start = (clock: CallClock): Call => {
    const addon = loadAddon();
    return {
      operations: new Operations(addon, clock),
      isElevated: () => addon.systemFacts().elevated,
    };
  };
  return {
    contractVersion: 1,
    platform: "windows",

    async probe(options = {}) {
      // Most processes never probe, and start sooner without the code for it.
      const { probe } = await import("./probe.js");
      return probe(loadAddon, options);
    },

    async getAccounts(request, options) {
      const { operations } = start(startCallClock(options, SILENT_TIMEOUT_MS));
      checkRequest(request);
      return listAccounts(operations, request);
    },

    async acquireTokenSilent(request, options) {
      const call = start(startCallClock(options, SILENT_TIMEOUT_MS));
      checkTokenRequest(request);
      return acquireSilently(call, request);
    },

    async acquireTokenInteractive(request, options) {
      const call = start(startCallClock(options, INTERACTIVE_TIMEOUT_MS));
      checkTokenRequest(request);
      return acquireInteractively(call, request);
    },

    async signOut(request, options) {
      const { operations } = start(startCallClock(options, SILENT_TIMEOUT_MS));
      checkRequest(request);
      checkAccount(request.account);
      await signOut(operations, request);
    },
  };
}
