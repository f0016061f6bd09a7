import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { symbolsOf } from "../../../../scripts/lib/elf/dynamic.mjs";
import { readImage } from "../../../../scripts/lib/elf/image.mjs";
import {
  nativeArchitecture,
  otherArchitecture,
  whyNoCrossBuild,
} from "../../../../scripts/lib/linux/targets.mjs";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** A copy of the native sources. Within the package, so that its dependencies are found from there. */
function copyOfSources(): string {
  const cache = path.join(PACKAGE, ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "test of a build-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(path.join(PACKAGE, "native"), path.join(folder, "native"), { recursive: true });
  cpSync(path.join(PACKAGE, "package.json"), path.join(folder, "package.json"));
  return folder;
}

/** Builds the sources in a folder as `npm run build` builds the package's. */
async function build(
  folder: string,
  architecture: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ exitCode: number; output: string }> {
  const script = path.join(PACKAGE, "scripts", "build-linux.mjs");
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, `--arch=${architecture}`],
      { cwd: folder, env },
      (_, stdout, stderr) => resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

function builtIn(folder: string, architecture: string): Buffer {
  return readFileSync(path.join(folder, "prebuilds", `linux-${architecture}`, "broker-linux.node"));
}

describe.skipIf(whyNoCrossBuild !== undefined)("for the other processor", () => {
  test("the same sources give the same bytes in another folder", { timeout: 300_000 }, async () => {
    const folder = copyOfSources();
    expect(await build(folder, otherArchitecture)).toEqual({ exitCode: 0, output: "" });
    expect(builtIn(folder, otherArchitecture).equals(builtIn(PACKAGE, otherArchitecture))).toBe(true);
  });

  test("a compiler that is not there is named, with what to type", async () => {
    const folder = copyOfSources();
    const { exitCode, output } = await build(folder, otherArchitecture, { ...process.env, PATH: folder });
    expect(exitCode).toBe(1);
    expect(output).toContain(`The native addon for linux-${otherArchitecture} did not build: `);
    // Without apt-get on PATH it is taken for another distribution.
    expect(output).toContain("It needs Debian or Ubuntu");
    expect(output).toContain(`a C++ compiler for ${otherArchitecture}`);
  });
});

test("the list of libsystemd's functions is what the addon calls of it, and no more", () => {
  const map = readFileSync(path.join(PACKAGE, "native", "libsystemd.map"), "utf8");
  const listed = [...map.matchAll(/^ +(?<name>sd_\w+);$/gm)].map(([, name = ""]) => name);
  const { imports } = symbolsOf(readImage(builtIn(PACKAGE, nativeArchitecture)));
  const called = imports.map(({ name }) => name).filter((name) => name.startsWith("sd_"));
  expect(called.toSorted()).toEqual(listed.toSorted());
});
