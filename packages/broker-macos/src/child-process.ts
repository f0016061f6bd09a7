import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BrokerError } from "@authbroker/core";
import { isJsonObject, onAbort } from "@authbroker/core/broker";
import type { AddonError, SsoAnswer, SsoRequest } from "./addon.js";
import { addonError } from "./addon-error.js";
import { Turns } from "./turns.js";

/** Longest delay that `setTimeout` takes; a longer one would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** How many children there may be at once: each is a process of Node.js, with its memory. */
const turns = new Turns(4);

/** The one message that a child sends. */
export type ChildMessage =
  | { readonly answer: SsoAnswer }
  /** The words of the TypeError with which the addon refuses an argument. */
  | { readonly refused: string }
  | { readonly failed: Pick<AddonError, "code" | "error" | "message"> };

/**
 * Performs an operation in a child of this program, which has a main thread of its own to serve the run loop with, and
 * to macOS and the broker is the same program. The request and the answer, with its token, go over the channel between
 * the two and nowhere else. A view belongs to this process and is not handed on. At most four children of a thread run at
 * once; a call that waits for its turn has its time running, and can be given up.
 *
 * @throws AddonError; TypeError when the addon refuses an argument; BrokerError `request_unsupported` in Electron and in
 * a bundle, or `platform_broker_error` when the child ends without an answer.
 */
export function performInChild(
  { view: _view, ...request }: SsoRequest,
  signal: AbortSignal | undefined,
): Promise<SsoAnswer> {
  return new Promise((resolve, reject) => {
    if (process.versions["electron"] !== undefined) throw notInElectron();
    let child: ChildProcess | undefined;
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      unlisten?.();
      child?.removeAllListeners();
      // What else becomes of it is nobody's affair any more.
      child?.on("error", () => {});
      child?.kill("SIGKILL");
      leave();
      settle();
    };
    const fail = (error: Error): void => end(() => reject(error));
    const abort = (): void => fail(addonError({ code: "cancelled", message: "the child was ended" }));
    const late = (): void => fail(addonError({ code: "timeout", message: "the child took too long" }));
    // The child's own clock begins when it has started, which takes some of the time.
    const limit = Math.min(request.timeoutMs, LONGEST_TIMEOUT_MS);
    const timer = limit > 0 ? setTimeout(late, limit) : undefined;
    const unlisten = signal && onAbort(signal, abort);
    const leave = turns.take(() => {
      try {
        child = start();
      } catch (cause) {
        return fail(cause instanceof BrokerError ? cause : noChild("could not be started", cause));
      }
      child.once("message", (message) => end(() => settleWith(message, resolve, reject)));
      child.once("error", (cause) => fail(noChild("could not be started", cause)));
      child.once("exit", (code, by) => fail(noChild(`ended without an answer (${by ?? `status ${code}`})`)));
      child.send(request, (cause) => {
        if (cause) fail(noChild("could not be asked", cause));
      });
    });
  });
}

function start(): ChildProcess {
  const { NODE_OPTIONS: _options, ...environment } = process.env;
  return fork(codeOfChild(), {
    // Flags of this process, such as a debugger's port or what to load first, are not the child's. Yarn's Plug'n'Play
    // alone needs them to find a package.
    execArgv: [],
    env: process.versions["pnp"] === undefined ? environment : process.env,
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
}

/** @throws BrokerError `request_unsupported` in a bundle, which has not got it. */
function codeOfChild(): string {
  // See `NativePart.code`.
  const code = import.meta.filename ?? (typeof __filename === "string" ? __filename : import.meta.url);
  const file = join(dirname(code.startsWith("file:") ? fileURLToPath(code) : code), "child.js");
  if (existsSync(file)) return file;
  throw new BrokerError("request_unsupported", {
    message: `@authbroker/broker-macos is in a bundle, where the code of the child process that asks the broker is not: there is no ${file}`,
    hint: "Ask from the main thread, or leave @authbroker/broker-macos out of the bundle and install it where the program runs.",
  });
}

function settleWith(
  message: unknown,
  resolve: (answer: SsoAnswer) => void,
  reject: (error: Error) => void,
): void {
  if (!isChildMessage(message)) reject(noChild("answered with something else"));
  else if ("answer" in message) resolve(message.answer);
  else if ("refused" in message) reject(new TypeError(message.refused));
  else reject(addonError(message.failed));
}

function isChildMessage(message: unknown): message is ChildMessage {
  if (!isJsonObject(message)) return false;
  const { answer, failed, refused } = message;
  return isJsonObject(answer) || isJsonObject(failed) || typeof refused === "string";
}

/** Electron runs a child in its helper, which is another program to macOS, and not the one that the broker knows. */
function notInElectron(): BrokerError {
  return new BrokerError("request_unsupported", {
    message: "in Electron the broker of macOS cannot be asked from a child process",
    hint: 'Ask from the main process, and leave out mode: "child" and AUTHBROKER_MACOS_CHILD: Electron serves the run loop.',
  });
}

function noChild(what: string, cause?: unknown): BrokerError {
  return new BrokerError("platform_broker_error", {
    message: `the child process that asks the broker ${what}`,
    hint: "Look for what ends processes here, or ask the broker from the main thread.",
    cause,
  });
}
