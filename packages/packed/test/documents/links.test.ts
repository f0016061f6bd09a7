import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { sourceFiles } from "../../../../scripts/lib/imports.mjs";
import { root } from "../../../../scripts/lib/workspace.mjs";
import { documents, read } from "./support/markdown.js";

/** Where the repository is read on the web. */
const WEB =
  /^https:\/\/(?:github\.com\/authbroker\/authbroker\/(?:blob|tree)|raw\.githubusercontent\.com\/authbroker\/authbroker)\/main\//;

describe.each(documents())("$path", ({ path, links }) => {
  test("leads to files and headings that there are", () => {
    expect(links.filter((link) => isOurs(link) && !isThere(path, link))).toEqual([]);
  });
});

test("a README that npm shows without the repository has no relative link", () => {
  const shown = documents().filter(({ path }) => path.startsWith("packages/"));
  expect(shown.length).toBeGreaterThan(0);
  for (const { path, links } of shown) expect(links.filter(isRelative), path).toEqual([]);
});

test("what messages lead to is a document that there is", () => {
  const lead = sourceFiles(root).flatMap((path) =>
    (readFileSync(join(root, path), "utf8").match(/https:\/\/github\.com\/authbroker\/[\w./#-]+/g) ?? []).map(
      (link) => ({ path, link }),
    ),
  );
  expect(lead).not.toEqual([]);
  expect(lead.filter(({ path, link }) => isOurs(link) && !isThere(path, link))).toEqual([]);
});

function isRelative(link: string): boolean {
  return !/^(?:[a-z]+:|#)/.test(link);
}

function isOurs(link: string): boolean {
  return isRelative(link) || link.startsWith("#") || WEB.test(link);
}

/** Whether a link of the document leads somewhere in this checkout. */
function isThere(document: string, link: string): boolean {
  const [target = "", anchor] = link.split("#");
  const path = pathOf(document, target);
  if (!existsSync(join(root, path))) return false;
  if (anchor === undefined || !path.endsWith(".md") || statSync(join(root, path)).isDirectory()) return true;
  return read(path).anchors.has(anchor);
}

function pathOf(document: string, target: string): string {
  if (target === "") return document;
  return WEB.test(target) ? target.replace(WEB, "") : join(dirname(document), target);
}
