import { emptyTally } from "../tally.mjs";

/** @typedef {import("./runner.mjs").Event} Event */

/**
 * Reads what runner.mjs writes, while it is written: shows the results, counts them, and knows which tests still run.
 *
 * @param {object} options
 * @param {(file: string) => string} options.pathOf the path in this repository of a test file of Windows
 * @param {(text: string) => void} options.show
 */
export function createEventReader({ pathOf, show }) {
  const tally = emptyTally();
  /** @type {Map<string, { file: string, name: string }>} */
  const running = new Map();
  /** The names of the suites around the result that comes next, and its own. @type {string[]} */
  const names = [];
  let shownFile = "";
  let rest = "";

  /** @param {import("./runner.mjs").Result} result */
  const count = ({ file, name, nesting, suite, ms, skipped, error }) => {
    const path = pathOf(file);
    if (path !== shownFile) show(`\n ${path}\n`);
    shownFile = path;
    const fullName = name === file ? THE_FILE : [...names.slice(0, nesting), name].join(" > ");
    // A suite fails with its tests, which are counted; by itself it fails in a hook.
    if (suite && (error === undefined || error.includes("subtest"))) return;
    if (error !== undefined || name === file) {
      tally.failed += 1;
      tally.failures.push(`${fullName}: ${commandFor(path)}`);
      show(`   ✗ ${fullName} (${Math.round(ms)} ms)\n${indented(error ?? "it holds no test")}\n`);
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
    if (event.type === "output") return show(`${indented(event.text)}\n`);
    if (event.type === "result") return count(event);
    const { file, name, nesting } = event;
    const id = [file, nesting, name].join("\0");
    if (event.type === "begun") running.set(id, { file, name });
    else if (event.type === "ended") running.delete(id);
    else names[nesting] = name;
    return undefined;
  };

  return {
    /** What was read so far. */
    tally,
    /** Counts the tests that have begun and not ended as failures, since their process has. */
    failRunning() {
      const tests = [...running.values()];
      for (const { file, name } of tests) {
        const isFile = name === file;
        if (isFile && tests.some((other) => other.file === file && other.name !== name)) continue;
        tally.failed += 1;
        tally.failures.push(`${isFile ? THE_FILE : name} had not ended: ${commandFor(pathOf(file))}`);
      }
    },
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

/** What failed where no test of a file is to be named. */
const THE_FILE = "the file";

/** @param {string} path */
const commandFor = (path) => `npm run test:windows -- ${path}`;

/** @param {string} text */
function indented(text) {
  return text.trimEnd().replaceAll(/^/gm, "     ");
}
