// One file without imports but Electron's: a sandboxed preload script can load no other.
import electron = require("electron");
import type { AuthbrokerBridge, BridgeError } from "./bridge.js" with { "resolution-mode": "import" };
import type { Channel, Method, Outcome } from "./protocol.js" with { "resolution-mode": "import" };

const CHANNEL: Channel = "@authbroker/electron";

/** Asks the main process. Rejects with plain data: of an `Error`, the page would get the message alone. */
async function ask(method: Method, request: unknown, ...rest: readonly unknown[]): Promise<unknown> {
  const outcome = await invoke([method, request, ...rest]);
  if (!("error" in outcome)) return outcome.value;
  // oxlint-disable-next-line typescript/only-throw-error -- see above
  throw outcome.error;
}

async function invoke(sent: readonly unknown[]): Promise<Outcome> {
  try {
    const answer: unknown = await electron.ipcRenderer.invoke(CHANNEL, ...sent);
    return isOutcome(answer) ? answer : { error: unanswered("the main process serves another version") };
  } catch (error) {
    return { error: unanswered(error) };
  }
}

function isOutcome(answer: unknown): answer is Outcome {
  return typeof answer === "object" && answer !== null && ("error" in answer || "value" in answer);
}

/** What to do about errors that are Electron's own, or about its answer, by words in them. */
const HINTS = {
  "No handler registered": "Call serveAuthbroker() in the main process before a page calls.",
  "could not be cloned": "Pass plain data: no function, and no object of a class.",
  "serves another version":
    "Take both, main process and preload script, from one version of @authbroker/electron.",
};

/** Nobody serves, or something was passed on that is no data, or the main process ends. */
function unanswered(error: unknown): BridgeError {
  const words = error instanceof Error ? error.message : String(error);
  const hint = Object.entries(HINTS).find(([part]) => words.includes(part))?.[1];
  const errorMessage = `the call was not answered: ${words}`;
  if (hint === undefined) return { name: "Error", message: errorMessage, errorMessage };
  return { name: "Error", message: `${errorMessage}\n${hint}`, errorMessage, hint };
}

const bridge = {
  probeBroker: (request) => ask("probeBroker", request),
  getAllAccounts: (request) => ask("getAllAccounts", request),
  signIn: (request) => ask("signIn", request),
  signOut: (request) => ask("signOut", request),
  acquireTokenSilent: (request) => ask("acquireTokenSilent", request),
  acquireTokenInteractive: (request) => ask("acquireTokenInteractive", request),
  call: (method, parameter, request) => ask("call", request, method, parameter),
  abort: (correlationId) => ask("abort", { correlationId }),
} satisfies Record<keyof AuthbrokerBridge, (...sent: readonly never[]) => Promise<unknown>>;

electron.contextBridge.exposeInMainWorld("authbroker", bridge);
