// Figures of whole processes, less those of a Node.js that does nothing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { median, round } from "./statistics.mjs";

const script = (name) => fileURLToPath(new URL(`scripts/${name}.mjs`, import.meta.url));

const START_UPS = 21;
const MEMORY_RUNS = 5;
const MIB = 2 ** 20;

/** How much longer a process takes that gets a token silently than one that does nothing. */
export async function startUp({ account }) {
  const bare = [];
  const token = [];
  for (let repeat = 0; repeat < START_UPS; repeat++) {
    bare.push((await run(["-e", "0"])).ms);
    token.push((await run([script("first-token"), JSON.stringify(account)])).ms);
  }
  // Of each pair, which met the machine in the same mood.
  const value = median(token.map((ms, pair) => ms - bare[pair]));
  return {
    name: "process start to first silent token, less node -e 0",
    value: round(value, 1),
    unit: "ms",
    limit: 60,
    detail: `${round(median(token), 1)} ms against ${round(median(bare), 1)} ms`,
  };
}

/**
 * What V8 does with memory for speed's sake, and differently in each version of it: code that it optimizes, and room for
 * garbage. Without that the figure is the same, within 1 MiB, on Node.js 20 to 26, where with it it is 14 to 21 MiB.
 */
const PLAIN_V8 = ["--no-opt", "--no-maglev", "--max-semi-space-size=1"];

/** How much more memory is resident after 1,000 calls than in a process that does nothing. */
export async function memory({ account }) {
  const rss = ["-e", "process.stdout.write(String(process.memoryUsage.rss()))"];
  const calls = [script("thousand-calls"), JSON.stringify(account)];
  const [bare, used, plainBare, plainUsed] = await Promise.all(
    [rss, calls, [...PLAIN_V8, ...rss], [...PLAIN_V8, ...calls]].map((args) => medianOf(args)),
  );
  return {
    name: "resident memory over bare node after 1,000 calls, without V8's optimizers",
    value: round(plainUsed - plainBare, 1),
    unit: "MiB",
    limit: 10,
    detail: `${round(plainUsed, 1)} MiB against ${round(plainBare, 1)} MiB; with them, ${round(used, 1)} MiB against ${round(bare, 1)} MiB`,
  };
}

/** What a process prints of its memory, MiB. */
async function medianOf(args) {
  const values = [];
  for (let repeat = 0; repeat < MEMORY_RUNS; repeat++) values.push(Number((await run(args)).stdout) / MIB);
  return median(values);
}

/** Runs Node.js to its end. */
async function run(args) {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let stdout = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`node ${args[0]} ended with ${code}`);
  return { ms: performance.now() - start, stdout };
}
