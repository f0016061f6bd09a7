import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { ErrorStatus } from "./enums.js";
import { MsalRuntimeError } from "./errors.js";

/** What the worker is given. */
export interface StartupQuestion {
  /** Where to post the answer: why the broker cannot be used, or the empty string. */
  readonly port: MessagePort;
  /** One 32-bit integer, set and notified when the answer is posted. */
  readonly answered: SharedArrayBuffer;
}

type MessagePort = MessageChannel["port1"];

/** How long the broker's bus may take to say whether the broker is there, with the start of a thread; milliseconds. */
const TIMEOUT_MS = 6_000;

let available = false;

/**
 * Why the broker cannot be used, or undefined when it can. Once it can, that is not asked again.
 *
 * Whoever reads `StartupError` wants to know at once, and only the bus knows: it is asked on another thread, which this
 * one waits for.
 */
export function startupError(): MsalRuntimeError | undefined {
  if (available) return undefined;
  try {
    const obstacle = askWorker();
    available = obstacle === "";
    return available ? undefined : new MsalRuntimeError(ErrorStatus.ApiContractViolation, obstacle);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new MsalRuntimeError(
      ErrorStatus.Unexpected,
      `it cannot be told whether there is a broker: ${why}`,
      { cause },
    );
  }
}

function askWorker(): string {
  const { port1, port2 } = new MessageChannel();
  const answered = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const question: StartupQuestion = { port: port2, answered };
  const worker = new Worker(new URL("./startup-worker.js", import.meta.url), {
    workerData: question,
    transferList: [port2],
    // The application's loaders and debuggers are not for this thread.
    execArgv: [],
  });
  // It ends by itself; an application that has nothing else to do need not wait for that.
  worker.unref();
  // Whatever it fails with has been told by then, or nobody waits for it any more.
  worker.on("error", () => {});
  try {
    const outcome = Atomics.wait(new Int32Array(answered), 0, 0, TIMEOUT_MS);
    const message: unknown = receiveMessageOnPort(port1)?.message;
    if (typeof message === "string") return message;
    throw new Error(
      outcome === "timed-out" ? `no answer came within ${TIMEOUT_MS} ms` : "the answer is none",
    );
  } finally {
    port1.close();
  }
}
