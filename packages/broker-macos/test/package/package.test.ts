import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const FOLDER = fileURLToPath(new URL("../..", import.meta.url));
const DIST = path.join(FOLDER, "dist");

const read = (...file: readonly string[]): string => readFileSync(path.join(FOLDER, ...file), "utf8");

/** The names that a module of the built package imports, statically or not. */
const importsOf = (file: string): readonly string[] =>
  [...readFileSync(path.join(DIST, file), "utf8").matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
    ([, name = ""]) => name,
  );

test("the package has one dependency, and its modules import nothing but its peer", () => {
  const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
  expect(Object.keys(manifest["dependencies"] ?? {})).toStrictEqual(["node-gyp-build"]);
  const foreign = readdirSync(DIST)
    .filter((file) => file.endsWith(".js"))
    .flatMap(importsOf)
    .filter((name) => !name.startsWith("./") && !name.startsWith("node:"));
  expect(new Set(foreign)).toStrictEqual(new Set(["@authbroker/core", "@authbroker/core/broker"]));
});

test("the licence of what is built in goes with it, as it is, and names its version", () => {
  const require = createRequire(import.meta.url);
  const jose = path.join(path.dirname(require.resolve("jose")), "..", "..");
  const { version } = JSON.parse(readFileSync(path.join(jose, "package.json"), "utf8")) as {
    version: string;
  };
  const notices = read("THIRD-PARTY-NOTICES.txt");
  expect(notices).toContain(`jose ${version}`);
  expect(notices).toContain(readFileSync(path.join(jose, "LICENSE.md"), "utf8").trim());
});

test("what signs proofs, and what starts and is the child, is loaded by those who need it alone", () => {
  const start = new Set(["index.js"]);
  for (const file of start) {
    const code = readFileSync(path.join(DIST, file), "utf8");
    for (const [, name = ""] of code.matchAll(/\bfrom\s*"\.\/([^"]+)"/g)) start.add(name);
  }
  expect([...start].toSorted()).toStrictEqual(["index.js", "main.js"]);
  expect(importsOf("child.js").filter((name) => !name.startsWith("node:"))).toStrictEqual([]);
});

test("the package that is published has all of it, and no sources of the tests", async () => {
  const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: FOLDER,
    // There, npm is no program of its own.
    shell: process.platform === "win32",
  });
  const [{ files }] = JSON.parse(stdout) as [{ files: readonly { readonly path: string }[] }];
  const paths = files.map((file) => file.path);
  expect(paths).toEqual(
    expect.arrayContaining([
      "LICENSE",
      "README.md",
      "THIRD-PARTY-NOTICES.txt",
      "dist/child.js",
      "dist/index.js",
      "dist/index.d.ts",
      "dist/pop.js",
    ]),
  );
  expect(paths.filter((file) => /^(?:src|test|build|scripts)\//.test(file))).toStrictEqual([]);
});
