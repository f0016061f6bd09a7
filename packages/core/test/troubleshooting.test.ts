import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

/** The words of a union, which exists as a type only. */
function wordsOf(type: string, file: string): string[] {
  const source = read(file).replaceAll(/\/\*\*.*?\*\//gs, "");
  const union = new RegExp(`^(?:export )?type ${type} =(?<members>[^;]+);`, "m").exec(source);
  return [...(union?.groups?.["members"] ?? "").matchAll(/"(\w+)"/g)].map(([, word]) => String(word));
}

/** What docs/troubleshooting.md has on a code. */
function sectionOf(code: string): string {
  const [, section = ""] = read("../../../docs/troubleshooting.md").split(`\n## ${code}\n`);
  return section.split("\n## ")[0] ?? "";
}

const codes = (): string[] => wordsOf("ErrorCode", "../src/errors/codes.ts");

test("every error code has a section in docs/troubleshooting.md, and every section a code", () => {
  const sections = [...read("../../../docs/troubleshooting.md").matchAll(/^## (\w+)$/gm)];
  expect(new Set(sections.map(([, heading]) => heading))).toEqual(new Set(codes()));
  expect(codes().length).toBeGreaterThan(10);
});

test.each([
  ["UnavailableReason", "../src/contract.ts", "broker_unavailable"],
  ["LimitReason", "../src/contract.ts", "broker_unavailable"],
  ["PassedOverReason", "../src/router/decide.ts", "route_unavailable"],
])("every %s is explained in docs/troubleshooting.md, where its errors lead", (type, file, section) => {
  const reasons = wordsOf(type, file);
  const explained = new Set(
    [...sectionOf(section).matchAll(/^\| `\w+`[^|]*\|/gm)].flatMap(([cell]) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, word]) => word),
    ),
  );
  expect(reasons.length).toBeGreaterThan(3);
  expect(reasons.filter((reason) => !explained.has(reason))).toEqual([]);
});

test("the section of route_unavailable leads to the reasons of a broker that cannot be used", () => {
  expect(sectionOf("route_unavailable")).toContain("(#broker_unavailable)");
});
