import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { isatty } from "node:tty";
import type { Authority } from "../authority/authority.js";
import { withoutNameOverride } from "../authority/environment.js";
import { type CommonOptions, readSetting } from "./options.js";
import { type EndingSignal, onEndingSignal, onFatalError } from "./signals.js";
import { startStage } from "./stage.js";

/** The exit codes of shells for a command that is not there, and for one that cannot be run. */
const COMMAND_NOT_FOUND = 127;
const COMMAND_NOT_EXECUTABLE = 126;

/** Shells add the number of the signal that ended a command to this. */
const SIGNAL_BASE = 128;

/**
 * Runs a command with a bus and a broker around it. What ends the emulator ends the command first.
 *
 * @returns the command's exit code; for a signal before the command was started, what a shell gives for it.
 */
export async function run(command: string, args: readonly string[], options: CommonOptions): Promise<number> {
  if (command === "") return notRun('""', "it has no name", COMMAND_NOT_FOUND);
  const setting = await readSetting(options);
  const { log } = setting;
  let child: ChildProcess | undefined;
  let early: EndingSignal | undefined;
  let fatal: { readonly error: unknown } | undefined;
  // From before the bus starts until it is gone, so that no signal leaves its folder behind.
  const off = onEndingSignal((signal) => {
    if (child === undefined) early ??= signal;
    else if (!reachesAll(signal)) child.kill(signal);
  });
  const offFatal = onFatalError((error) => {
    fatal ??= { error };
    child?.kill();
  });
  try {
    const emulator = await startStage(setting, options, () => log.note("the broker left the bus"));
    if (options.nameOverride && emulator.authority !== undefined)
      log.note(browserSwitches(emulator.authority));
    try {
      if (early !== undefined) return SIGNAL_BASE + constants.signals[early];
      child = spawn(command, args, { env: { ...inherited(process.env), ...emulator.env }, stdio: "inherit" });
      const code = await exitCode(child, command);
      if (fatal !== undefined) throw fatal.error;
      return code;
    } finally {
      await emulator.stop();
    }
  } finally {
    off();
    offFatal();
  }
}

/** What the command inherits: nothing that another emulator left there, which would lead the command to that one. */
function inherited(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: nodeOptions, ...rest } = env;
  const others = Object.entries(rest).filter(([name]) => !name.startsWith("AUTHBROKER_"));
  return {
    ...Object.fromEntries(others),
    ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: withoutNameOverride(nodeOptions) }),
  };
}

/** How a browser is brought to the same names. */
function browserSwitches({ port, spki }: Authority): string {
  return `in Chromium the names lead here with --host-resolver-rules="MAP login.microsoftonline.com 127.0.0.1:${port}" --ignore-certificate-errors-spki-list=${spki} and an empty --user-data-dir`;
}

/**
 * Whether a signal has reached the command too, as a terminal's Ctrl-C does; a second one would make many programs give
 * up at once. One stream that is the terminal is enough: the others may be redirected.
 */
function reachesAll(signal: EndingSignal): boolean {
  return signal === "SIGINT" && [0, 1, 2].some((descriptor) => isatty(descriptor));
}

function exitCode(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      const missing = error.code === "ENOENT";
      const why = missing ? "it was not found" : error.message;
      resolve(notRun(command, why, missing ? COMMAND_NOT_FOUND : COMMAND_NOT_EXECUTABLE));
    });
    child.once("exit", (code, signal) => {
      resolve(code ?? SIGNAL_BASE + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

function notRun(command: string, why: string, code: number): number {
  process.stderr.write(`authbroker-emulator: cannot run ${command}: ${why}\n`);
  return code;
}
