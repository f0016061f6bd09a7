import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { startEmulator } from "../emulator.js";
import { type CommonOptions, readSetting } from "./options.js";
import { onEndingSignal } from "./signals.js";

/** The exit codes of shells for a command that is not there, and for one that cannot be run. */
const COMMAND_NOT_FOUND = 127;
const COMMAND_NOT_EXECUTABLE = 126;

/** Shells add the number of the signal that ended a command to this. */
const SIGNAL_BASE = 128;

/**
 * Runs a command with a bus and a broker around it.
 *
 * @returns the command's exit code.
 */
export async function run(command: string, args: readonly string[], options: CommonOptions): Promise<number> {
  const { config, log } = await readSetting(options);
  const emulator = await startEmulator({
    config,
    onCompleted: (call) => log.call(call),
    onLeave: () => log.note("the broker left the bus"),
  });
  try {
    return await runCommand(command, args, { ...process.env, ...emulator.env });
  } finally {
    await emulator.stop();
  }
}

async function runCommand(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(command, args, { env, stdio: "inherit" });
  const off = onEndingSignal((signal) => {
    // Ctrl-C in a terminal reaches the command by itself; a second one would make many programs give up at once.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
  try {
    return await exitCode(child, command);
  } finally {
    off();
  }
}

function exitCode(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      const missing = error.code === "ENOENT";
      const why = missing ? "it was not found" : error.message;
      process.stderr.write(`authbroker-emulator: cannot run ${command}: ${why}\n`);
      resolve(missing ? COMMAND_NOT_FOUND : COMMAND_NOT_EXECUTABLE);
    });
    child.once("exit", (code, signal) => {
      resolve(code ?? SIGNAL_BASE + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
