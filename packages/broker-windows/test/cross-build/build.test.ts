import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** A copy of the native sources. Within the package, so that its dependencies are found from there. */
function copyOfSources(): string {
  const cache = path.join(PACKAGE, ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(path.join(PACKAGE, "native"), path.join(folder, "native"), { recursive: true });
  return folder;
}

/** Builds the sources in a folder as `npm run build` builds the package's. */
async function build(
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ exitCode: number; output: string }> {
  const script = path.join(PACKAGE, "scripts", "build-win32.mjs");
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script], { cwd: folder, env }, (_, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

/** Those of mingw-w64 and of GCC whose licences are in THIRD-PARTY-NOTICES.txt, and what is made of lists of names. */
const IN_NOTICES = new Set([
  "libgcc.a",
  "libkernel32.a",
  "libmingw32.a",
  "libmingwex.a",
  "libmsvcrt.a",
  "libnode.a",
  "libstdc++.a",
]);

/** The libraries that members of were linked in, by the linker's map. */
function librariesIn(map: string): readonly string[] {
  const [members = ""] = readFileSync(map, "utf8").split("\nDiscarded input sections");
  return [...new Set(members.match(/[^/\s]+\.a(?=\([^)]*\)$)/gm))];
}

function builtIn(folder: string, architecture: string): Buffer {
  return readFileSync(path.join(folder, "prebuilds", `win32-${architecture}`, "broker-windows.node"));
}

test(
  "the same sources give the same bytes in another folder, of libraries that the notices name",
  { timeout: 300_000 },
  async () => {
    const folder = copyOfSources();
    expect(await build(folder)).toEqual({ exitCode: 0, output: "" });
    for (const architecture of ["x64", "ia32"]) {
      expect(builtIn(folder, architecture).equals(builtIn(PACKAGE, architecture))).toBe(true);
      const libraries = librariesIn(path.join(folder, ".cache", "win32", architecture, "broker-windows.map"));
      expect(libraries.filter((library) => !IN_NOTICES.has(library))).toEqual([]);
      expect(libraries).toContain("libmingw32.a");
    }
  },
);

test("a compiler that is not there is named, with what to type", async () => {
  const folder = copyOfSources();
  const { exitCode, output } = await build(folder, { ...process.env, PATH: folder });
  expect(exitCode).toBe(1);
  expect(output).toContain("The native addon for Windows did not build: there is no x86_64-w64-mingw32-g++.");
  expect(output).toContain("mingw-w64's C++ compiler for 64-bit Windows");
});

test("nothing of the machine that builds is in the files", () => {
  for (const architecture of ["x64", "ia32"]) {
    const built = builtIn(PACKAGE, architecture);
    expect(built.includes(path.dirname(PACKAGE))).toBe(false);
    // The headers of the standard library name themselves where a precondition does not hold.
    expect(built.includes("/c++/")).toBe(false);
  }
});
