import { BrokerError } from "@authbroker/core";
import { expect } from "vitest";

/** What a promise rejects with; a test that meets an answer instead fails. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  const answer = await promise.then(
    () => ({ rejected: false, reason: undefined }),
    (reason: unknown) => ({ rejected: true, reason }),
  );
  expect(answer.rejected, "the promise was to reject").toBe(true);
  return answer.reason;
}

/** The BrokerError that a promise rejects with. */
export async function brokerError(promise: Promise<unknown>): Promise<BrokerError> {
  const reason = await rejection(promise);
  if (reason instanceof BrokerError) return reason;
  throw new Error("rejected with something that is no BrokerError", { cause: reason });
}
