import { workerData } from "node:worker_threads";
import type { StartupQuestion } from "./startup.js";

/** Nobody's client ID: a probe asks the bus and nothing of Entra. */
const NO_CLIENT = "00000000-0000-0000-0000-000000000000";

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- startup.ts made it, of the same build
const { port, answered } = workerData as StartupQuestion;

port.postMessage(await obstacle());
Atomics.store(new Int32Array(answered), 0, 1);
Atomics.notify(new Int32Array(answered), 0);
port.close();

/** Why the broker cannot be used, and what mends it; the empty string when it can. */
async function obstacle(): Promise<string> {
  try {
    // Here and not above: an import that fails before anything runs leaves whoever waits without a reason.
    const { createClient } = await import("./clients.js");
    const probe = await (await createClient(NO_CLIENT)).probeBroker();
    if (probe.available) return "";
    const { fix, message, reason } = probe;
    return [`${reason}: ${message}`, ...(fix === undefined ? [] : [fix])].join("\n");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
