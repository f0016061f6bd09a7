// Runs test files, each in a process of its own, and writes a line of JSON for each event, which events.mjs reads:
//
//   node runner.mjs EVENTS CONCURRENCY TIMEOUT FILE…
//
// Windows' Node.js runs a copy of it, so it loads nothing of this repository.
import { appendFileSync } from "node:fs";
import process from "node:process";
import { run } from "node:test";
import { inspect } from "node:util";

/**
 * @typedef {object} Test
 * @property {string} file as a path of Windows
 * @property {string} name that of the file itself where it ended badly or held no test
 * @property {number} nesting
 *
 * @typedef {Test & { type: "begun" | "ended" | "named" }} Progress `begun` and `ended` come at once, `named` in the order
 *   of the results
 * @typedef {Test & {
 *   type: "result",
 *   suite: boolean,
 *   ms: number,
 *   skipped?: string,
 *   error?: string,
 * }} Result of a test or of a suite, which comes after its tests
 * @typedef {{ type: "output", text: string }} Output what a test file printed
 * @typedef {Progress | Result | Output} Event
 */

/**
 * @param {import("node:test/reporters").TestEvent} told
 * @returns {Event | undefined}
 */
function eventOf(told) {
  switch (told.type) {
    case "test:dequeue":
      return { type: "begun", ...testOf(told.data) };
    case "test:complete":
      return { type: "ended", ...testOf(told.data) };
    case "test:start":
      return { type: "named", ...testOf(told.data) };
    case "test:pass":
      return { ...resultOf(told.data), ...skipOf(told.data) };
    case "test:fail":
      return { ...resultOf(told.data), error: errorOf(told.data.details.error) };
    case "test:stdout":
    case "test:stderr":
      return { type: "output", text: told.data.message };
    default:
      return undefined;
  }
}

/**
 * @param {{ name: string, nesting: number, file?: string }} data
 * @returns {Test}
 */
function testOf({ name, nesting, file = name }) {
  return { name, nesting, file };
}

/**
 * @param {import("node:test").EventData.TestPass | import("node:test").EventData.TestFail} data
 * @returns {Result}
 */
function resultOf(data) {
  const { duration_ms: ms, type } = data.details;
  return { type: "result", ...testOf(data), suite: type === "suite", ms };
}

/** @param {{ skip?: string | boolean, todo?: string | boolean }} data */
function skipOf({ skip, todo }) {
  const reason = skip ?? todo;
  if (reason === undefined || reason === false) return {};
  return { skipped: typeof reason === "string" ? reason : "" };
}

/** @param {import("node:test").EventData.Error} error what a test threw is its cause */
function errorOf(error) {
  return inspect(error.cause instanceof Error ? error.cause : error, { depth: 8 });
}

const [events = "", concurrency, timeout, ...files] = process.argv.slice(2);
for await (const told of run({ files, concurrency: Number(concurrency), timeout: Number(timeout) })) {
  const event = eventOf(told);
  if (event !== undefined) appendFileSync(events, `${JSON.stringify(event)}\n`);
}
