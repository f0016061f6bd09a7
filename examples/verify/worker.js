// A thread that asks for one token, and tells of it what is no secret.
import { parentPort, workerData } from "node:worker_threads";
import { PublicClientApplication } from "@authbroker/core";

/** @type {{ configuration: import("@authbroker/core").Configuration, request: import("@authbroker/core").SilentRequest }} */
const { configuration, request } = workerData;

/** @returns {Promise<import("./in-worker.js").Answer>} */
async function ask() {
  const app = await PublicClientApplication.create(configuration);
  const { account, route } = await app.acquireTokenSilent(request);
  const sameUser = request.account !== "os" && account?.homeAccountId === request.account.homeAccountId;
  return { route, sameUser };
}

parentPort?.postMessage(
  await ask().catch((error) => ({ error: error instanceof Error ? error.message : String(error) })),
);
