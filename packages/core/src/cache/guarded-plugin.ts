import type { ICachePlugin } from "@azure/msal-node";
import { BrokerError } from "../errors/broker-error.js";
import { redactedError } from "../errors/redact.js";

/**
 * An application's cache plugin, whose failures are told as such: those that msal-node meets on its way to a token would
 * else look like failures of the sign-in.
 *
 * Its methods reject with BrokerError `cache_unreadable`.
 */
export function guardedPlugin(plugin: ICachePlugin): ICachePlugin {
  return {
    beforeCacheAccess: (context) => guard("read", () => plugin.beforeCacheAccess(context)),
    afterCacheAccess: (context) =>
      guard(context.cacheHasChanged ? "written" : "read", () => plugin.afterCacheAccess(context)),
  };
}

async function guard(done: "read" | "written", access: () => Promise<void>): Promise<void> {
  try {
    await access();
  } catch (cause) {
    throw cacheUnreadable(done, "it failed", cause);
  }
}

/** The error of a cache that cannot be used, without anything that looks like a token. */
export function cacheUnreadable(done: "read" | "written", why: string, thrown: unknown): BrokerError {
  const cause = redactedError(thrown);
  return new BrokerError("cache_unreadable", {
    message: `the token cache could not be ${done} through "cache.cachePlugin": ${why}: ${cause.message}`,
    hint: "Mend or delete what the plugin reads; accounts in it have to sign in again.",
    cause,
  });
}
