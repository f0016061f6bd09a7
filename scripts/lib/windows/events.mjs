import { emptyTally } from "../tally.mjs";

/** @typedef {import("./reporter.mjs").Event} Event */

/**
 * Reads what reporter.mjs writes, while it is written: shows the results, counts them, and knows which tests still run.
 *
 * @param {object} options
 * @param {(file: string) => string} options.pathOf the path in this repository of a test file of Windows
 * @param {(text: string) => void} options.show
 */
export function createEventReader({ pathOf, show }) {
  const tally = emptyTally();
  /** @type {Map<string, string>} */
  const running = new Map();
  /** @type {string[]} */
  const names = [];
  let shownFile = "";
  let rest = "";

  /** @param {import("./reporter.mjs").Result} result */
  const count = ({ file, name, nesting, suite, ms, skipped, error }) => {
    const path = pathOf(file);
    if (path !== shownFile) show(`\n ${path}\n`);
    shownFile = path;
    const fullName = name === file ? "the file" : [...names.slice(0, nesting), name].join(" > ");
    // A suite fails with its tests, which are counted; by itself it fails in a hook.
    if (suite && (error === undefined || error.includes("subtest"))) return;
    if (error !== undefined || name === file) {
      const why = error ?? "it holds no test";
      tally.failed += 1;
      tally.failures.push(`${fullName}: npm run test:windows -- ${path}`);
      show(`   ✗ ${fullName} (${Math.round(ms)} ms)\n${indented(why)}\n`);
    } else if (skipped !== undefined) {
      tally.skipped += 1;
      tally.skips.push(`${fullName} (${path})${skipped === "" ? "" : `: ${skipped}`}`);
      show(`   - ${fullName}\n`);
    } else {
      tally.passed += 1;
      show(`   ✓ ${fullName} (${Math.round(ms)} ms)\n`);
    }
  };

  /** @param {Event} event */
  const read = (event) => {
    if (event.type === "output") return show(indented(event.text));
    if (event.type === "result") return count(event);
    const id = [event.file, event.nesting, event.name].join("\0");
    if (event.type === "begun") running.set(id, `${event.name} (${pathOf(event.file)})`);
    else if (event.type === "ended") running.delete(id);
    else names[event.nesting] = event.name;
    return undefined;
  };

  return {
    /** What was read so far. */
    tally,
    /** The tests that have begun and not ended. */
    running: () => [...running.values()],
    /**
     * Takes more of the file, which may end in the middle of a line.
     *
     * @param {string} text
     */
    take(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) read(/** @type {Event} */ (JSON.parse(line)));
    },
  };
}

/** @param {string} text */
function indented(text) {
  return text.trimEnd().replaceAll(/^/gm, "     ");
}
