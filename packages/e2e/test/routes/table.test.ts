import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { decisionRows } from "../support/routes-document.js";
import type { Scenario } from "../support/scenario.js";
import { setStage } from "../support/stage.js";
import { INTERACTIVE } from "./scenarios/interactive.js";
import { OTHERS } from "./scenarios/others.js";
import { SILENT } from "./scenarios/silent.js";

const ROWS = decisionRows();
const TITLED = ROWS.map(
  (row) => [`${row.id}: ${row.subject}, ${row.situation}: ${row.outcome}`, row] as const,
);
const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  [SILENT, INTERACTIVE, OTHERS].flatMap((scenarios) => Object.entries(scenarios)),
);

beforeEach(() => {
  // Where a browser opens is for the scenarios to say, not for the machine that the tests run on.
  for (const name of ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER"]) vi.stubEnv(name, undefined);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test("each row of the tables in docs/routes.md has one scenario, and each scenario one row", () => {
  const ids = ROWS.map(({ id }) => id);
  expect(ids).not.toEqual([]);
  expect([...SCENARIOS.keys()]).toEqual(ids);
});

test.each(TITLED)("%s", async (_title, { id, code, reasons }) => {
  const scenario = SCENARIOS.get(id);
  if (scenario === undefined) throw new Error(`the row ${id} has no scenario`);
  const { asks = [], opens = 0, codes = 0, outcome = code } = scenario;
  expect([outcome, ...(scenario.reasons ?? reasons)], "the scenario belongs to another row").toEqual(
    expect.arrayContaining([...(code === undefined ? [] : [code]), ...reasons]),
  );

  const seen = await scenario.run(await setStage());

  expect({
    outcome: seen.outcome,
    reasons: seen.reasons,
    asked: seen.asked,
    opened: seen.opened.length,
    codes: seen.codes,
  }).toEqual({ outcome, reasons: scenario.reasons ?? reasons, asked: asks, opened: opens, codes });
});
