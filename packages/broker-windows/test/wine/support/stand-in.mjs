// Steers what stands in for Windows' Web Account Manager, and reads what it was asked. ../../stand-in/README.md says what a
// script can hold.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { linesOf } from "./script-lines.mjs";

/** How often the log is looked at, and for how long, milliseconds. */
const INTERVAL = 5;
const PATIENCE = 20_000;

const folder = mkdtempSync(path.join(tmpdir(), "stand-in-"));
// A file that a thread of the stand-in has open is gone only when that closes it.
process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

let scripts = 0;

/** The providers of every Windows that has signed nobody in. */
export const WORK = { id: "https://login.microsoft.com" };
/** The provider of the account that Windows itself was signed in with. */
export const WINDOWS_ACCOUNT = { id: "https://login.windows.local", authority: "organizations" };

/**
 * A line of the log. Which fields it has, says the README.
 *
 * @typedef {Record<string, unknown> & { event: string, method: string, operation: number, objects: number, thread: number }} Line
 */

/**
 * Has the Web Account Manager behave in a way, from the next call on. What is on its way goes on as it began, and logs where
 * it began.
 *
 * @param {import("./script-lines.mjs").Script} [script] without it, Windows has its providers and no account
 * @returns what it is asked from now on
 */
export function standIn(script = {}) {
  const { providers = [WORK] } = script;
  scripts += 1;
  const log = path.join(folder, `${scripts}.jsonl`);
  const file = path.join(folder, `${scripts}.txt`);
  writeFileSync(log, "");
  writeFileSync(file, linesOf({ ...script, providers, log }));
  // Node.js sets it with SetEnvironmentVariableW; the library reads it at each call.
  process.env.AUTHBROKER_STAND_IN_SCRIPT = file;
  return readerOf(log);
}

/**
 * Reads the log of one script.
 *
 * @param {string} log
 */
function readerOf(log) {
  /**
   * All that happened so far.
   *
   * @returns {Line[]}
   */
  const lines = () => {
    // A line that is being written has no end yet.
    const whole = readFileSync(log, "utf8").split("\n").slice(0, -1);
    const events = whole.map((line) => JSON.parse(line));
    const problem = events.find(({ event }) => event === "problem");
    if (problem !== undefined) throw new Error(`The stand-in cannot read its script: ${problem.problem}`);
    return events;
  };

  /**
   * @param {string} event
   * @param {string} method
   */
  const find = (event, method) => lines().find((line) => line.event === event && line.method === method);

  return {
    lines,

    /**
     * The calls so far that began an operation, in their order.
     *
     * @param {string} [method] only those of it
     */
    calls: (method) =>
      lines().filter((line) => line.event === "call" && line.method === (method ?? line.method)),

    /**
     * Whether something has happened.
     *
     * @param {string} event
     * @param {string} method
     */
    happened: (event, method) => find(event, method) !== undefined,

    /**
     * Waits for something to happen, which it may have already.
     *
     * @param {string} event
     * @param {string} method
     */
    happens: async (event, method) => {
      for (let waited = 0; waited < PATIENCE; waited += INTERVAL) {
        const found = find(event, method);
        if (found !== undefined) return found;
        await sleep(INTERVAL);
      }
      const seen = lines().map((line) => `${line.event} of ${line.method}`);
      throw new Error(`"${event}" of ${method} did not happen, but: ${seen.join(", ") || "nothing"}`);
    },
  };
}
