import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

/** The words of a union, which exists as a type only. */
function wordsOf(type: string, file: string): string[] {
  const source = read(file).replaceAll(/\/\*\*.*?\*\//gs, "");
  const union = new RegExp(`export type ${type} =(?<members>[^;]+);`).exec(source);
  return [...(union?.groups?.["members"] ?? "").matchAll(/"(\w+)"/g)].map(([, word]) => String(word));
}

const codes = (): string[] => wordsOf("ErrorCode", "../src/errors/codes.ts");

test("every error code has a section in docs/troubleshooting.md, and every section a code", () => {
  const sections = [...read("../../../docs/troubleshooting.md").matchAll(/^## (\w+)$/gm)];
  expect(new Set(sections.map(([, heading]) => heading))).toEqual(new Set(codes()));
  expect(codes().length).toBeGreaterThan(10);
});

test.each(["UnavailableReason", "LimitReason"])(
  "every %s is explained in docs/troubleshooting.md",
  (type) => {
    const reasons = wordsOf(type, "../src/contract.ts");
    const explained = new Set(
      [...read("../../../docs/troubleshooting.md").matchAll(/^\| `\w+`[^|]*\|/gm)].flatMap(([cell]) =>
        [...cell.matchAll(/`(\w+)`/g)].map(([, word]) => word),
      ),
    );
    expect(reasons.length).toBeGreaterThan(3);
    expect(reasons.filter((reason) => !explained.has(reason))).toEqual([]);
  },
);
