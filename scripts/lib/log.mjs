/** Everything the scripts themselves say goes to stderr: stdout belongs to what they run. */

/** A condition that a person can mend; its message says what happened, why, and what to type. */
export class SetUpError extends Error {}

/**
 * Prints one line.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * The time since a moment of `performance.now()`, for a person: `0.4 s`.
 *
 * @param {number} start
 */
export function since(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * Names a piece of work, does it, and ends the line with the time it took.
 *
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function timed(label, work) {
  const start = performance.now();
  process.stderr.write(`${label} … `);
  try {
    const result = await work();
    say(since(start));
    return result;
  } catch (error) {
    say(error instanceof SetUpError ? "failed" : "stopped");
    throw error;
  }
}
