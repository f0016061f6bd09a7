import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetUpError } from "../log.mjs";
import { openLog } from "./log-file.mjs";
import { runFolder, stage, windowsPath } from "./paths.mjs";

/** How often the program is asked whether the desktop is open, milliseconds. */
const INTERVAL = 20;

/** How long it may take, milliseconds. */
const PATIENCE = 60_000;

/**
 * Opens the desktop and keeps it open until Wine ends, so that no test does: whoever opens it gives explorer.exe its pipes.
 *
 * @param {import("./wine.mjs").Wine} wine
 * @throws {SetUpError}
 */
export async function openDesktop(wine) {
  const output = openLog(join(runFolder, "desktop.log"));
  const program = windowsPath(stage, "stand-in", "desktop.exe");
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, AbortSignal.timeout(PATIENCE)]);
  const ended = wine.run([program], { output: output.descriptor, timeLimit: 0 }).then((exitCode) => {
    throw new SetUpError(`Wine could not open a desktop: the program ended with status ${exitCode}.`);
  });
  try {
    await Promise.race([ended, opened(output, signal)]);
  } finally {
    settled.abort();
    output.close();
  }
}

/**
 * @param {import("./log-file.mjs").LogFile} output
 * @param {AbortSignal} signal
 */
async function opened(output, signal) {
  while (!output.read().includes("open")) {
    if (signal.aborted)
      throw new SetUpError(`Wine did not open a desktop within ${PATIENCE / 1000} seconds.`);
    await sleep(INTERVAL);
  }
}
