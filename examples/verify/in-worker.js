import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** @typedef {{ route: string, sameUser: boolean } | { error: string }} Answer what comes back: no token */

/**
 * Asks for a token in a thread of its own, with a client and an addon of its own.
 *
 * @param {import("@authbroker/core").Configuration} configuration
 * @param {import("@authbroker/core").SilentRequest} request
 */
export async function silentInWorker(configuration, request) {
  const worker = new Worker(new URL("worker.js", import.meta.url), {
    workerData: { configuration, request },
  });
  const [message] = await once(worker, "message");
  /** @type {Answer} */
  const answer = message;
  if ("error" in answer) throw new Error(`in the worker: ${answer.error}`);
  if (!answer.sameUser) throw new Error("the token is another user's");
  return answer;
}
