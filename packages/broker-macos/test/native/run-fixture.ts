import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** How a child process ended, and what it printed. */
export interface FixtureResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

/** Scripts that end in the midst of their work: what a process has then, nobody frees. */
const ENDS_EARLY: ReadonlySet<string> = new Set(["exits.mjs", "main-exits.mjs"]);

/** Starts a script of `fixtures/` in a Node.js of its own, with this process's stand-in. */
export function startFixture(
  script: string,
  args: readonly string[] = [],
  nodeOptions: readonly string[] = [],
): ChildProcess {
  const file = fileURLToPath(new URL(`fixtures/${script}`, import.meta.url));
  // Heard only where the addon was built with AddressSanitizer.
  const leaks = ENDS_EARLY.has(script) ? 0 : 1;
  // GNUstep is built without frame pointers, which the quick way up the stack needs.
  const options = [process.env["ASAN_OPTIONS"], `detect_leaks=${leaks}`, "fast_unwind_on_malloc=0"];
  const env = { ...process.env, ASAN_OPTIONS: options.filter(Boolean).join(":") };
  return spawn(process.execPath, [...nodeOptions, file, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs a script of `fixtures/` in a Node.js of its own, until it ends by itself. */
export async function runFixture(
  script: string,
  args: readonly string[] = [],
  nodeOptions: readonly string[] = [],
): Promise<FixtureResult> {
  const child = startFixture(script, args, nodeOptions);
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { code, signal, lines: stdout.split("\n").filter((line) => line !== ""), stderr };
}
