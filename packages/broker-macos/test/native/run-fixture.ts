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

/** Scripts that are looked at for leaks. They do all there is to do, and end by themselves. */
const LEAVE_NOTHING: ReadonlySet<string> = new Set(["come-and-go.mjs"]);

/** Starts a script of `fixtures/` in a Node.js of its own, with this process's stand-in. */
export function startFixture(
  script: string,
  args: readonly string[] = [],
  nodeOptions: readonly string[] = [],
): ChildProcess {
  const file = fileURLToPath(new URL(`fixtures/${script}`, import.meta.url));
  return spawn(process.execPath, [...nodeOptions, file, ...args], {
    env: environment(script),
    stdio: ["ignore", "pipe", "pipe"],
  });
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

/** This process's, for AddressSanitizer where the addon was built with it. */
function environment(script: string): NodeJS.ProcessEnv {
  if (!LEAVE_NOTHING.has(script)) return process.env;
  // GNUstep is built without frame pointers, which the quick way up the stack needs. The slow way takes its time.
  const options = [process.env["ASAN_OPTIONS"], "detect_leaks=1", "fast_unwind_on_malloc=0"];
  return { ...process.env, ASAN_OPTIONS: options.filter(Boolean).join(":") };
}
