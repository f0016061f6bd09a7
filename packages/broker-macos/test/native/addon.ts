import { expect } from "vitest";
import type { AddonError, SsoRequest } from "../../src/addon.js";
import { requireAddon } from "../../src/load.js";
import { StandIn } from "../stand-in/stand-in.js";

export const standIn = new StandIn();
export const addon = requireAddon();

/** An operation on its way. */
export type Pending = ReturnType<typeof addon.start>;

const PUMP_INTERVAL = 1;

// The package's own pump is TypeScript above the addon.
setInterval(() => {
  if (addon.needsPump()) addon.pump();
}, PUMP_INTERVAL).unref();

/** A silent operation without options and without a time limit, where nothing else is said. */
export function request(fields: Partial<SsoRequest> = {}): SsoRequest {
  return { url: StandIn.URL, operation: "ask", options: [], userInterface: false, timeoutMs: 0, ...fields };
}

export function start(fields?: Partial<SsoRequest>): Pending {
  return addon.start(request(fields));
}

/** How an operation failed. Throws when it did not. */
export async function failure(pending: Pending): Promise<AddonError> {
  try {
    await pending.answer;
  } catch (error) {
    return error as AddonError;
  }
  throw new Error("the operation was answered");
}

/** Nothing is pending any more, and AppKit was asked for nothing off the main thread. */
export function expectNothingPending(): void {
  expect(addon.needsPump()).toBe(false);
  expect(standIn.eventsOf("offMainThread")).toEqual([]);
}

/** The system has let go of all that it used, too. With nothing pending nobody else pumps what is left for the main thread. */
export async function expectAllReleased(): Promise<void> {
  expectNothingPending();
  await expect.poll(() => (addon.pump(), standIn.unreleased())).toEqual([]);
}
