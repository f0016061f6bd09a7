import { expect, test, vi } from "vitest";
import { runSteps } from "../lib/steps.mjs";

test("a step that fails shows its output and does not keep the later ones from running", async () => {
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const step = (/** @type {string} */ name, /** @type {number} */ exitCode) => ({
    name,
    alone: `npm run check -- ${name}`,
    run: () => Promise.resolve({ exitCode, output: `what ${name} said` }),
  });
  const results = await runSteps([step("format", 0), step("lint", 2), step("types", 0)]);
  const said = stderr.mock.calls.join("");
  stderr.mockRestore();

  expect(results.map(({ name, ok }) => [name, ok])).toEqual([
    ["format", true],
    ["lint", false],
    ["types", true],
  ]);
  expect(said).toContain("what lint said");
  expect(said).not.toContain("what format said");
});
