import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

/** The error codes, which exist as a type only. */
function codes(): string[] {
  const union = /export type ErrorCode =(?<members>[^;]+);/.exec(read("../src/errors/codes.ts"));
  return [...(union?.groups?.["members"] ?? "").matchAll(/"(\w+)"/g)].map(([, code]) => String(code));
}

test("every error code has a section in docs/troubleshooting.md, and every section a code", () => {
  const sections = [...read("../../../docs/troubleshooting.md").matchAll(/^## (\w+)$/gm)];
  expect(new Set(sections.map(([, heading]) => heading))).toEqual(new Set(codes()));
  expect(codes().length).toBeGreaterThan(10);
});
