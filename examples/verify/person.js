import { createInterface } from "node:readline/promises";

/**
 * Asks the person at the terminal, who alone sees the windows.
 *
 * @callback Ask
 * @param {string} question to be answered with yes or no
 * @returns {Promise<"yes" | "no" | "not asked">} `not asked` where there is no terminal, or no answer
 */

/** @type {Ask} */
export async function askPerson(question) {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return "not asked";
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`  ${question} [y/n] `);
    if (/^y/i.test(answer)) return "yes";
    return /^n/i.test(answer) ? "no" : "not asked";
  } finally {
    terminal.close();
  }
}
