import { BrokerError } from "@authbroker/core";

/** The BrokerError that a promise rejects with; a test that meets an answer, or another error, fails. */
export async function brokerError(promise: Promise<unknown>): Promise<BrokerError> {
  const reason = await promise.then(
    () => new Error("the promise was to reject"),
    (error: unknown) => error,
  );
  if (reason instanceof BrokerError) return reason;
  throw new Error("rejected with something that is no BrokerError", { cause: reason });
}
