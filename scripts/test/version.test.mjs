import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withVersion } from "../lib/version.mjs";
import { root } from "../lib/workspace.mjs";

test("the broker's source can be given a version, and nothing else in it changes", () => {
  const source = readFileSync(join(root, "packages/broker-linux/src/version.ts"), "utf8");
  const changed = withVersion(source, "12.3.4");
  expect(changed).toContain('VERSION = "12.3.4";');
  const [old = ""] = /"[^"]*"/.exec(source) ?? [];
  expect(changed.replace('"12.3.4"', old)).toBe(source);
});

test("a source without the constant is refused rather than left alone", () => {
  expect(() => withVersion("export const version = 1;", "12.3.4")).toThrow("export const VERSION");
});
