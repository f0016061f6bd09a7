import { say, since } from "./log.mjs";

/**
 * @typedef {object} Step one thing that holds or does not
 * @property {string} name
 * @property {string} alone the command that runs just this
 * @property {() => Promise<{ exitCode: number, output: string }>} run
 */

/**
 * @typedef {object} StepResult
 * @property {string} name
 * @property {string} alone
 * @property {boolean} ok
 */

/**
 * Runs steps one after the other, all of them, and shows the output of those that fail.
 *
 * @param {readonly Step[]} steps
 * @returns {Promise<StepResult[]>}
 */
export async function runSteps(steps) {
  const results = [];
  for (const { name, alone, run } of steps) {
    const start = performance.now();
    process.stderr.write(`${name} … `);
    const { exitCode, output } = await run();
    const ok = exitCode === 0;
    say(`${ok ? "ok" : "FAILED"}, ${since(start)}`);
    if (!ok) say(`\n${output.trimEnd()}\n`);
    results.push({ name, alone, ok });
  }
  return results;
}
