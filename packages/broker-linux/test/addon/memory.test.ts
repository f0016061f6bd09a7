import { expect, test } from "vitest";
import { startBus } from "./private-bus.js";
import { runFixture } from "./run-fixture.js";

const MEGABYTE = 1024 * 1024;

test("100,000 calls of every outcome leave no memory behind", { timeout: 120_000 }, async () => {
  const bus = await startBus();
  const { code, lines } = await runFixture(
    "many-calls.mjs",
    [bus.address, "20000", "100000"],
    ["--expose-gc"],
  );
  expect(code).toBe(0);
  const { before, after } = JSON.parse(lines[0] ?? "{}") as { before: number; after: number };
  // One leaked reference per call, of 100 bytes, would be 10 MB.
  expect((after - before) / MEGABYTE).toBeLessThan(8);
  await bus.kill();
});
