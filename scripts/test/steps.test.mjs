import { expect, test } from "vitest";
import { runSteps } from "../lib/steps.mjs";

test("a step that fails does not keep the later ones from running", async () => {
  /** @type {string[]} */
  const ran = [];
  const step = (/** @type {string} */ name, /** @type {number} */ exitCode) => ({
    name,
    alone: `npm run check -- ${name}`,
    run: () => {
      ran.push(name);
      return Promise.resolve({ exitCode, output: "" });
    },
  });
  const results = await runSteps([step("format", 0), step("lint", 2), step("types", 0)]);
  expect(ran).toEqual(["format", "lint", "types"]);
  expect(results.map(({ name, ok }) => [name, ok])).toEqual([
    ["format", true],
    ["lint", false],
    ["types", true],
  ]);
});
