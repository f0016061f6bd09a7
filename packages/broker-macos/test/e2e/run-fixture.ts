import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of `fixtures/` to its end, with the stand-in of this process. */
export function runFixture(name: string, ...args: readonly string[]): Promise<Ended> {
  const file = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
  return run(file, args);
}

/** Runs a program to its end. */
export function run(file: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { timeout: 25_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal ?? null), stdout, stderr });
    });
  });
}
