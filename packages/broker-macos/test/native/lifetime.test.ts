import { once } from "node:events";
import { expect, test } from "vitest";
import { standIn } from "./addon.js";
import { EVERY_OUTCOME } from "./every-outcome.js";
import { runFixture, startFixture } from "./run-fixture.js";

test("a process that loaded the addon and asks nothing ends by itself", async () => {
  standIn.play({});
  await expect(runFixture("idle.mjs")).resolves.toMatchObject({ code: 0, lines: ["false"], stderr: "" });
});

test.each(["main", "background"] as const)(
  "a process stays for an answer on the %s thread, and ends",
  async (deliver) => {
    standIn.play({ operations: { ask: { deliver, delayMs: 50, headers: { a: "b" } } } });
    await expect(runFixture("waits.mjs", ["0"])).resolves.toMatchObject({
      code: 0,
      lines: ["b"],
      stderr: "",
    });
  },
);

test("a process stays for an operation that is never answered until its time limit, and ends", async () => {
  standIn.play({ operations: { ask: { deliver: "never" } } });
  await expect(runFixture("waits.mjs", ["50"])).resolves.toMatchObject({
    code: 0,
    lines: ["timeout"],
    stderr: "",
  });
});

test.each([
  ["exit", 7],
  ["throw", 1],
])("a process ends with operations in flight: %s", async (manner, code) => {
  const operations = { ask: { deliver: "background" }, late: { deliver: "background", delayMs: 5 } } as const;
  standIn.play({ operations });
  const result = await runFixture("exits.mjs", [manner]);
  expect(result).toMatchObject({ code, signal: null, lines: [] });
  if (manner === "throw") expect(result.stderr).toContain("thrown with operations in flight");
  else expect(result.stderr).toBe("");
});

test("a process can be killed with an operation in flight", async () => {
  standIn.play({ operations: { ask: { deliver: "never" } } });
  const child = startFixture("waits.mjs", ["0"]);
  await expect.poll(() => standIn.requests(), { timeout: 20_000 }).toHaveLength(1);
  child.kill("SIGKILL");
  await expect(once(child, "close")).resolves.toEqual([null, "SIGKILL"]);
});

// Long under AddressSanitizer, which goes up the stack of every allocation.
test(
  "operations that ended in every way, and workers that came and went, leave nothing",
  { timeout: 120_000 },
  async () => {
    standIn.play({ operations: EVERY_OUTCOME });
    await expect(runFixture("come-and-go.mjs", ["100"], ["--expose-gc"])).resolves.toMatchObject({
      code: 0,
      lines: ["done"],
      stderr: "",
    });
  },
);
