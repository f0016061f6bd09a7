import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a program left behind. */
export interface Finished {
  /** Null when it had to be ended. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How long a program may take that ends by itself, milliseconds: less than any default time limit of a call. */
const PATIENCE_MS = 20_000;

/** Runs a program of the tests until it ends, which is killed when it does not. */
export function runFixture(program: URL, env: Readonly<Record<string, string>>): Promise<Finished> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [fileURLToPath(program)],
      { env: { ...process.env, ...env }, timeout: PATIENCE_MS, killSignal: "SIGKILL" },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
    );
  });
}
