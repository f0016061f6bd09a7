import type { AddonError, PendingCall } from "../../src/addon.js";

/** How a call failed. Throws when it did not. */
export async function failure(call: PendingCall): Promise<AddonError> {
  try {
    await call.reply;
  } catch (error) {
    return error as AddonError;
  }
  throw new Error("the call was answered");
}

/** What `action` throws. Throws itself when that is nothing. */
export function thrown(action: () => unknown): AddonError {
  try {
    action();
  } catch (error) {
    return error as AddonError;
  }
  throw new Error("nothing was thrown");
}
