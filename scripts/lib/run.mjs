import { spawn } from "node:child_process";
import { constants } from "node:os";
import { isatty } from "node:tty";
import { root } from "./workspace.mjs";

/** How long a child may take to end after a signal before it is killed, milliseconds. */
const GRACE = 5000;

/** The process was told to end; `exitCode` is the shell's number for the signal. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`interrupted by ${signal}`);
    this.exitCode = exitCodeOf({ code: null, signal });
  }
}

/**
 * @typedef {object} Running
 * @property {import("node:child_process").ChildProcess} child
 * @property {boolean} leadsGroup whether what it starts ends with it, where a signal is for all of them
 */

/** @type {Set<Running>} */
const children = new Set();
/** @type {NodeJS.Signals | undefined} */
let interruptedBy;

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => interrupt(signal));
}

/**
 * Passes a signal on once: a terminal and npm each deliver the same Ctrl-C.
 *
 * @param {NodeJS.Signals} signal
 */
function interrupt(signal) {
  if (interruptedBy !== undefined) return;
  interruptedBy = signal;
  if (children.size === 0) process.exit(exitCodeOf({ code: null, signal }));
  // A terminal's Ctrl-C reaches the children too, and some take a second one as "at once, without tidying up". One
  // stream that is the terminal is enough: the others may be redirected.
  const told = signal === "SIGINT" && [0, 1, 2].some((descriptor) => isatty(descriptor));
  for (const running of children) {
    // A group of its own is not the terminal's.
    if (!told || running.leadsGroup) send(running, signal);
    setTimeout(() => send(running, "SIGKILL"), GRACE).unref();
  }
}

/**
 * @param {Running} running
 * @param {NodeJS.Signals} signal
 */
function send({ child, leadsGroup }, signal) {
  if (!leadsGroup || child.pid === undefined) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // All of the group has ended.
  }
}

/**
 * How a child ended, as one number: its exit code, or 128 plus the signal's number as a shell has it.
 *
 * @param {{ code: number | null, signal: NodeJS.Signals | null }} end
 */
function exitCodeOf({ code, signal }) {
  if (code !== null) return code;
  return 128 + (signal === null ? 0 : constants.signals[signal]);
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the repository's root by default
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {boolean} [inheritEnv] false leaves this process's environment out
 * @property {"inherit" | "stderr" | "capture" | number} [output] `inherit` gives the child this terminal, stdin
 *   included; `stderr` shows both its streams on stderr; `capture` (the default) collects them in `output`; a number is
 *   the descriptor of a file, which both are written to
 * @property {number} [timeLimit] milliseconds after which the program is killed with what it has started, and has the
 *   exit code 137; by default, and with 0, never
 * @property {(text: string, child: import("node:child_process").ChildProcess) => void} [onStderr] with `inherit`: reads
 *   along what is shown on stderr
 */

/**
 * Runs a program to its end. A non-zero exit code is a result, not an error.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ exitCode: number, output: string }>}
 * @throws {Interrupted} when this process was told to end meanwhile
 */
export function run(program, args, options = {}) {
  const { cwd = root, env = {}, inheritEnv = true, output = "capture", timeLimit = 0, onStderr } = options;
  return new Promise((resolve, reject) => {
    if (interruptedBy !== undefined) throw new Interrupted(interruptedBy);
    // Windows has no groups.
    const leadsGroup = timeLimit > 0 && process.platform !== "win32";
    const [file, fileArgs, shell] = viaShell(program, args);
    const child = spawn(file, fileArgs, {
      cwd,
      env: inheritEnv ? { ...process.env, ...env } : env,
      detached: leadsGroup,
      stdio: onStderr === undefined ? stdioOf(output) : ["inherit", "inherit", "pipe"],
      shell,
    });
    const running = { child, leadsGroup };
    children.add(running);
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout?.on("data", (/** @type {Buffer} */ chunk) => chunks.push(chunk));
    child.stderr?.on("data", (/** @type {Buffer} */ chunk) => {
      chunks.push(chunk);
      if (onStderr === undefined) return;
      process.stderr.write(chunk);
      onStderr(chunk.toString(), child);
    });
    const ended = (/** @type {number | null} */ code, /** @type {NodeJS.Signals | null} */ signal) => {
      clearTimeout(limit);
      children.delete(running);
      if (interruptedBy !== undefined) {
        // What the child had started, and left behind.
        if (leadsGroup) send(running, "SIGKILL");
        reject(new Interrupted(interruptedBy));
        return;
      }
      resolve({ exitCode: exitCodeOf({ code, signal }), output: Buffer.concat(chunks).toString() });
    };
    const limit =
      timeLimit > 0 ? setTimeout(() => kill(running, () => ended(null, "SIGKILL")), timeLimit) : undefined;
    child.on("close", ended);
    child.on("error", (error) => {
      clearTimeout(limit);
      children.delete(running);
      reject(error);
    });
  });
}

/**
 * Kills a child and what it has started, whatever still holds its streams: that may have left the group.
 *
 * @param {Running} running
 * @param {() => void} ended
 */
function kill(running, ended) {
  const { child } = running;
  child.stdout?.destroy();
  child.stderr?.destroy();
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  send(running, "SIGKILL");
  if (hasEnded) ended();
  else child.once("exit", ended);
}

/** What are .cmd files on Windows, which only a shell starts. */
const COMMANDS = new Set(["npm", "npx", "pnpm"]);

/**
 * What to start, its arguments, and whether a shell has to. Node.js does not quote what it hands to one.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.Platform} [platform]
 * @returns {[file: string, args: readonly string[], shell: boolean]}
 */
export function viaShell(program, args, platform = process.platform) {
  if (platform !== "win32" || !COMMANDS.has(program)) return [program, args, false];
  const unsafe = args.find((arg) => /["%]/.test(arg));
  if (unsafe !== undefined)
    throw new Error(`this argument cannot be quoted for a shell of Windows: ${unsafe}`);
  // Backslashes at the end are doubled: a single one would quote the quote.
  const quoted = args.map((arg) => `"${arg.replace(/\\+$/, "$&$&")}"`);
  return [[program, ...quoted].join(" "), [], true];
}

/**
 * @param {NonNullable<RunOptions["output"]>} output
 * @returns {import("node:child_process").StdioOptions}
 */
function stdioOf(output) {
  if (typeof output === "number") return ["ignore", output, output];
  if (output === "inherit") return "inherit";
  if (output === "stderr") return ["ignore", 2, 2];
  return ["ignore", "pipe", "pipe"];
}
