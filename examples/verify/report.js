import { BrokerError } from "@authbroker/core";

/**
 * @typedef {object} StepResult
 * @property {string} name
 * @property {"ok" | "failed" | "left out"} outcome
 * @property {number} ms
 * @property {number} pauseMs the longest that the event loop stood still
 * @property {readonly string[]} notes what was seen
 * @property {unknown} [error]
 */

/**
 * A report as Markdown, to be pasted into an issue.
 *
 * @param {object} parts
 * @param {string} parts.title
 * @param {import("./surroundings.js").Facts} parts.facts
 * @param {readonly StepResult[]} parts.steps
 */
export function writeReport({ title, facts, steps }) {
  const failed = steps.filter(({ error }) => error !== undefined);
  const lines = [
    `# ${title}`,
    "",
    ...table(["", ""], facts),
    "",
    ...table(["Step", "Outcome", "Time", "Longest pause", "Seen"], steps.map(row)),
    ...failed.map(({ name, error }) => `\n**${name}** ended with\n\n${describeError(error).join("\n")}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** @param {StepResult} step */
function row({ name, outcome, ms, pauseMs, notes }) {
  const [time, pause] =
    outcome === "left out" ? ["", ""] : [`${Math.round(ms)} ms`, `${Math.round(pauseMs)} ms`];
  return [name, outcome, time, pause, notes.join("; ")];
}

/**
 * @param {readonly string[]} heads
 * @param {readonly (readonly string[])[]} rows
 */
function table(heads, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)];
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll(/\s+/g, " ").replaceAll("|", String.raw`\|`);
}

/**
 * What an error says, and what is behind it.
 *
 * @param {unknown} error
 * @returns {string[]}
 */
export function describeError(error) {
  if (!(error instanceof Error)) return [`    ${String(error)}`];
  const own =
    error instanceof BrokerError
      ? {
          errorCode: error.errorCode,
          ...error.broker,
          subError: error.subError,
          errorNo: error.errorNo,
          claims: error.claims === undefined ? undefined : "there are some",
          retryable: error.retryable,
          message: error.errorMessage,
        }
      : { name: error.name, ...codeOf(error), message: error.message };
  const lines = Object.entries(own)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `    ${name}: ${cell(String(value))}`);
  return error.cause === undefined ? lines : [...lines, "    because of", ...describeError(error.cause)];
}

/** @param {Error} error */
function codeOf(error) {
  return "code" in error ? { code: String(error.code) } : {};
}
