/**
 * A problem, where there is one.
 *
 * @param {boolean} holds
 * @param {string} problem
 */
export function unless(holds, problem) {
  return holds ? [] : [problem];
}
