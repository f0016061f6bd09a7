import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const NATIVE = new URL("../../native/", import.meta.url);

/** The native sources, all in one text. */
const sources = readdirSync(NATIVE, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(?:cc?|h)$/.test(file))
  .map((file) => readFileSync(new URL(file.replaceAll("\\", "/"), NATIVE), "utf8"))
  .join("\n");

// Under Wine there is no telling: it has loaded the libraries before the addon asks for them.
test("libraries are loaded from System32, where nobody can plant one, and nowhere else", () => {
  expect(sources.match(/\bLoadLibrary\w*\([^)]*\)/g)).toEqual([
    "LoadLibraryExW(library, nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32)",
  ]);
});
