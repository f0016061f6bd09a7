import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** This package's folder. */
export const PACKAGE: string = fileURLToPath(new URL("../..", import.meta.url));

const BUILT = path.join("prebuilds", "darwin-x64+arm64", "broker-macos.node");

/** How a program ended, and what it said on both its streams. */
export interface Ended {
  readonly exitCode: number;
  readonly output: string;
}

/** A folder that ends with the test. Within the package, so that its dependencies are found from there. */
export function temporaryFolder(): string {
  const cache = path.join(PACKAGE, ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of the native sources, to change and to build. */
export function copyOfSources(): string {
  const folder = temporaryFolder();
  cpSync(path.join(PACKAGE, "native"), path.join(folder, "native"), { recursive: true });
  return folder;
}

/** Builds the sources in a folder as `npm run build` builds the package's. */
export async function build(folder: string): Promise<Ended> {
  return run(process.execPath, [path.join(PACKAGE, "scripts", "build-darwin.mjs")], folder);
}

/** What was built in a folder. */
export function builtIn(folder: string): Buffer {
  return readFileSync(path.join(folder, BUILT));
}

/** `npm run check:prebuilds`, of a file or of the package's. */
export async function check(file: string = path.join(PACKAGE, BUILT)): Promise<Ended> {
  const script = path.join(PACKAGE, "..", "..", "scripts", "check-prebuilds.mjs");
  return run(process.execPath, [script, file, "darwin-x64+arm64"], PACKAGE);
}

/** Runs a program to its end. */
export async function run(program: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { cwd }, (_, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}
