import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { BrokerError, isJsonObject, onAbort } from "@authbroker/core";
import type { AddonError, SsoAnswer, SsoRequest } from "./addon.js";
import { addonError } from "./addon-error.js";

/** Longest delay that `setTimeout` takes; a longer one would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The one message that a child sends. */
export type ChildMessage =
  | { readonly answer: SsoAnswer }
  | { readonly failed: Pick<AddonError, "code" | "error" | "message"> };

/**
 * Performs an operation in a child of this program, which has a main thread of its own to serve the run loop with, and
 * to macOS and the broker is the same program. The request and the answer, with its token, go over the channel between
 * the two and nowhere else. A view belongs to this process and is not handed on.
 *
 * @throws AddonError, or BrokerError `platform_broker_error` when the child ends without an answer.
 */
export function performInChild(
  { view: _view, ...request }: SsoRequest,
  signal: AbortSignal | undefined,
): Promise<SsoAnswer> {
  return new Promise((resolve, reject) => {
    const child = start();
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      unlisten?.();
      child.removeAllListeners();
      // What else becomes of it is nobody's affair any more.
      child.on("error", () => {});
      child.kill("SIGKILL");
      settle();
    };
    const fail = (error: Error): void => end(() => reject(error));
    const abort = (): void => fail(addonError({ code: "cancelled", message: "the child was ended" }));
    const late = (): void => fail(addonError({ code: "timeout", message: "the child took too long" }));
    // The child's own clock begins when it has started, which takes some of the time.
    const limit = Math.min(request.timeoutMs, LONGEST_TIMEOUT_MS);
    const timer = limit > 0 ? setTimeout(late, limit) : undefined;
    const unlisten = signal && onAbort(signal, abort);
    child.once("message", (message) => end(() => settleWith(message, resolve, reject)));
    child.once("error", (cause) => fail(noChild("could not be started", cause)));
    child.once("exit", (code, by) => fail(noChild(`ended without an answer (${by ?? `status ${code}`})`)));
    child.send(request, (cause) => {
      if (cause) fail(noChild("could not be asked", cause));
    });
  });
}

function start(): ChildProcess {
  return fork(fileURLToPath(new URL("child.js", import.meta.url)), {
    // Flags of this process, such as a debugger's port, are not the child's.
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

function settleWith(
  message: unknown,
  resolve: (answer: SsoAnswer) => void,
  reject: (error: Error) => void,
): void {
  if (!isChildMessage(message)) reject(noChild("answered with something else"));
  else if ("answer" in message) resolve(message.answer);
  else reject(addonError(message.failed));
}

function isChildMessage(message: unknown): message is ChildMessage {
  return isJsonObject(message) && (isJsonObject(message["answer"]) || isJsonObject(message["failed"]));
}

function noChild(what: string, cause?: Error): BrokerError {
  return new BrokerError("platform_broker_error", {
    message: `the child process that asks the broker ${what}`,
    hint: "Look for what ends processes here, or ask the broker from the main thread.",
    cause,
  });
}
