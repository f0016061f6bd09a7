import { EmulatorError } from "../errors.js";
import { type CommonOptions, readSetting } from "./options.js";
import { awaitEnding } from "./signals.js";
import { startStage } from "./stage.js";

/**
 * Keeps a bus and a broker up until a signal, and prints what to export.
 *
 * @returns the exit code: 1 when the bus ended by itself.
 */
export async function start(options: CommonOptions): Promise<number> {
  const setting = await readSetting(options);
  const { log } = setting;
  const { ended, onLeave } = awaitEnding();
  const emulator = await startStage(setting, options, onLeave);
  try {
    const lines = Object.entries(emulator.env).map(([name, value]) => `export ${name}=${quote(value)}\n`);
    await print(lines.join(""));
    if (emulator.authority !== undefined) log.note(`the authority is up at ${emulator.authority.url}`);
    log.note("it is up; export the lines above, and end it with Ctrl-C");
    const end = await ended;
    log.note(end === "left" ? "the broker left the bus" : `ending (${end})`);
    return end === "left" ? 1 : 0;
  } finally {
    await emulator.stop();
  }
}

/**
 * Writes to standard output.
 *
 * @throws EmulatorError `output_failed`: nobody would know the environment.
 */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error | null | undefined): void => {
      if (!cause) return resolve();
      const message = `cannot print the environment: ${cause.message}`;
      reject(new EmulatorError("output_failed", message, { cause }));
    };
    process.stdout.on("error", fail);
    process.stdout.write(text, fail);
  });
}

/** Quotes a value for a POSIX shell. */
function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
