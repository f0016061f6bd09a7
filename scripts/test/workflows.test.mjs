import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { root } from "../lib/workspace.mjs";

const folder = join(root, ".github", "workflows");

describe.each(readdirSync(folder))("%s", (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  const workflow = parse(text);
  /** @type {{ permissions?: object, "timeout-minutes"?: number }[]} */
  const jobs = Object.values(workflow.jobs);

  test("names every action by its digest, and its version beside it", () => {
    const actions = text.split("\n").filter((line) => line.includes("uses:"));
    expect(actions.length).toBeGreaterThan(0);
    for (const line of actions) expect(line).toMatch(/uses: [\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("may do nothing, and each of its jobs only what it says, within a time", () => {
    expect(workflow.permissions).toEqual({});
    for (const job of jobs) {
      expect(job.permissions).toBeDefined();
      expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
    }
  });

  test("keeps no credentials in the clone", () => {
    const checkouts = text.split("actions/checkout@").slice(1);
    for (const checkout of checkouts) expect(checkout.slice(0, 200)).toContain("persist-credentials: false");
  });
});
