import { expect, test } from "vitest";
import { standIn } from "./addon.js";
import { EVERY_OUTCOME } from "./every-outcome.js";
import { runFixture } from "./run-fixture.js";

const MEGABYTE = 1024 * 1024;

test("10,000 operations of every outcome leave no memory behind", { timeout: 120_000 }, async () => {
  standIn.play({ operations: EVERY_OUTCOME });
  // The record would grow with every operation, and reading it is not what this measures.
  delete process.env["AUTHBROKER_STAND_IN_RECORD"];
  const { code, lines } = await runFixture("many-operations.mjs", ["2000", "10000"], ["--expose-gc"]);
  expect(code).toBe(0);
  const { before, after } = JSON.parse(lines[0] ?? "{}") as { before: number; after: number };
  // One text kept of each operation would be 20 MB; on a machine with much else to do the heap itself moves by some.
  expect((after - before) / MEGABYTE).toBeLessThan(10);
});
