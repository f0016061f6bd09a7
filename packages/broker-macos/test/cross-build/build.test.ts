import { appendFileSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { build, builtIn, copyOfSources, PACKAGE } from "./copy.js";

const native = path.join(PACKAGE, "native");

test("the same sources give the same bytes in another folder", async () => {
  const folder = copyOfSources();
  expect(await build(folder)).toEqual({ exitCode: 0, output: "" });
  expect(builtIn(folder).equals(builtIn(PACKAGE))).toBe(true);
});

test("a function that no library has is an error of the linker, which names it", async () => {
  const folder = copyOfSources();
  appendFileSync(
    path.join(folder, "native", "sdk", "Security", "Security.h"),
    "\nextern void SecCodeForget(SecCodeRef code);\n#define CFRelease(code) SecCodeForget((SecCodeRef)(code))\n",
  );
  const { exitCode, output } = await build(folder);
  expect(exitCode).toBe(1);
  expect(output).toContain("undefined symbol: _SecCodeForget");
  expect(output).toContain("The native addon for macOS did not build: ld64.lld ended with status 1");
});

test("a warning is an error of the compiler", async () => {
  const folder = copyOfSources();
  appendFileSync(path.join(folder, "native", "js_timer.c"), "\nstatic int unused;\n");
  const { exitCode, output } = await build(folder);
  expect(exitCode).toBe(1);
  expect(output).toContain("unused variable 'unused'");
  expect(output).toContain("The native addon for macOS did not build: clang ended with status 1");
});

test("every source is built", () => {
  const sources = readdirSync(native).filter((name) => /\.[cm]$/.test(name));
  const { variables } = JSON.parse(readFileSync(path.join(native, "addon.gypi"), "utf8"));
  expect(new Set(variables.addon_sources)).toEqual(new Set(sources));
});

test("the text stubs name nothing that is not used", () => {
  const folder = path.join(native, "sdk", "tbd");
  const stubs = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8"));
  const names = stubs.flatMap((stub) =>
    [...stub.matchAll(/(?:symbols|objc-\S+): \[(?<names>[^\]]*)\]/g)].flatMap(
      ({ groups }) => groups?.["names"]?.match(/\w+/g) ?? [],
    ),
  );
  const file = builtIn(PACKAGE);
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !file.includes(`${name}\0`))).toEqual([]);
});
