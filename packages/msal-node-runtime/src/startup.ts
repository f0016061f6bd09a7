import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { ErrorStatus } from "./enums.js";
import { type MsalRuntimeError, RuntimeError } from "./errors.js";

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

/** How long a no stands before a reader has it asked anew, milliseconds. */
const NO_STANDS_MS = 5_000;

/** What was found out last; not set before the first reader. */
let known: { readonly error: RuntimeError | undefined; readonly at: number } | undefined;

/** Whether the question is on its way in the background. */
let asking = false;

/**
 * Why the broker cannot be used, or undefined when it can.
 *
 * Whoever reads `StartupError` wants to know at once, and only the bus knows: it is asked on another thread, which the
 * first reader waits for. No other reader waits: a yes stands for good, and a no that is some seconds old is asked anew
 * in the background, for the readers after that.
 */
export function startupError(): MsalRuntimeError | undefined {
  if (known === undefined) conclude(waitForAnswer);
  else if (known.error !== undefined && !asking && performance.now() - known.at > NO_STANDS_MS) askAnew();
  return known?.error;
}

/** Keeps what `answer` returns: an obstacle, or the empty string. */
function conclude(answer: () => string): void {
  known = { error: errorOf(answer), at: performance.now() };
}

function errorOf(answer: () => string): RuntimeError | undefined {
  try {
    const obstacle = answer();
    return obstacle === "" ? undefined : new RuntimeError(ErrorStatus.ApiContractViolation, obstacle);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new RuntimeError(ErrorStatus.Unexpected, `it cannot be told whether there is a broker: ${why}`, {
      cause,
    });
  }
}

/** Blocks this thread until the answer is there. */
function waitForAnswer(): string {
  const { answered, port, worker } = startWorker();
  const outcome = Atomics.wait(answered, 0, 0, TIMEOUT_MS);
  if (outcome === "timed-out") void worker.terminate();
  return answerAt(port);
}

/** Has the answer replaced when there is another; an application that has nothing else to do does not wait for it. */
function askAnew(): void {
  let asked: ReturnType<typeof startWorker>;
  try {
    asked = startWorker();
  } catch (error) {
    conclude(() => {
      throw error;
    });
    return;
  }
  const { port, worker } = asked;
  asking = true;
  const timer = setTimeout(() => void worker.terminate(), TIMEOUT_MS).unref();
  worker.once("exit", () => {
    clearTimeout(timer);
    asking = false;
    conclude(() => answerAt(port));
  });
}

function startWorker(): { answered: Int32Array; port: MessagePort; worker: Worker } {
  const file = workerFile(import.meta.url);
  const { port1, port2 } = new MessageChannel();
  const answered = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const question: StartupQuestion = { port: port2, answered };
  const worker = new Worker(file, {
    workerData: question,
    transferList: [port2],
    // The application's loaders and debuggers are not for this thread.
    execArgv: [],
  });
  // It ends by itself; an application that has nothing else to do need not wait for that.
  worker.unref();
  // It is known by the answer that does not come.
  worker.on("error", () => {});
  return { answered: new Int32Array(answered), port: port1, worker };
}

/**
 * Where the worker's code is. A worker that is not there fails in an event, which a thread that waits does not get.
 *
 * @param moduleUrl This module's address, which a bundle of CommonJS may lack.
 * @throws Error that says what to do about the bundle.
 */
function workerFile(moduleUrl: string | undefined): URL {
  const mend = "mark the package external in the bundler, under the name it is imported by";
  if (moduleUrl === undefined)
    throw new Error(`@authbroker/msal-node-runtime is in a bundle that has no import.meta.url; ${mend}`);
  const file = new URL("./startup-worker.js", moduleUrl);
  if (!existsSync(file))
    throw new Error(
      `startup-worker.js of @authbroker/msal-node-runtime is not beside the bundle ${fileURLToPath(moduleUrl)}; ${mend}`,
    );
  return file;
}

function answerAt(port: MessagePort): string {
  const message: unknown = receiveMessageOnPort(port)?.message;
  port.close();
  if (typeof message === "string") return message;
  throw new Error(`the thread that asks for it gave no answer within ${TIMEOUT_MS} ms`);
}
