import { spawnSync } from "node:child_process";
import { cp, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { published } from "../../../scripts/lib/packed.mjs";
import { copyCheckout, copyPrebuilds } from "../../../scripts/lib/release/scratch.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { manifestOf, root } from "../../../scripts/lib/workspace.mjs";

const script = join(root, "scripts", "release-rehearse.mjs");
const names = published().map((folder) => manifestOf(folder).name);

test("a release of what is here works: every package in one version, none of them 1.0.0, and it signs in", async () => {
  const before = await changedFiles();
  const { exitCode, output } = await run(process.execPath, [script]);
  expect(exitCode, output).toBe(0);
  const released = [...output.matchAll(/^ {2}(\S+) \S+ → (0\.\d+\.\d+): packed, published/gm)];
  expect(released.map(([, name]) => name)).toEqual(names);
  expect(new Set(released.map(([, , version]) => version)).size).toBe(1);
  expect(output).toMatch(/broker-linux .*installed and tried$/m);
  expect(await changedFiles()).toBe(before);
}, 600_000);

test("a changeset that would make 1.0.0 is refused where versions are made", async () => {
  const clone = await cloneForTest();
  await writeFile(join(clone, ".changeset", "raise.md"), '---\n"@authbroker/core": major\n---\n\nRaise.\n');
  const { exitCode, output } = await run(process.execPath, [join("scripts", "version-packages.mjs")], {
    cwd: clone,
  });
  expect(exitCode).toBe(1);
  expect(output).toContain('A changeset says "major", which would make');
}, 120_000);

test("an addon that is not what it should be is not packed", async () => {
  const clone = await cloneForTest();
  copyPrebuilds(clone);
  const prebuilds = join(clone, "packages", "broker-linux", "prebuilds");
  await cp(join(prebuilds, "linux-x64"), join(prebuilds, "linux-arm64"), { recursive: true });
  const { exitCode, output } = await run(process.execPath, [join("scripts", "release-pack.mjs")], {
    cwd: clone,
  });
  expect(exitCode).toBe(1);
  expect(output).toContain(`${join("linux-arm64", "broker-linux.node")}: It is not for arm64.\n`);
  expect(output).toContain("Nothing was packed");
  await expect(stat(join(clone, ".cache", "packed"))).rejects.toThrow("ENOENT");
}, 120_000);

test("the rehearsal tells how it is used, also when it is not", () => {
  const asked = spawnSync(process.execPath, [script, "--help"], { encoding: "utf8" });
  expect(asked).toMatchObject({ status: 0, stdout: expect.stringContaining("--keep"), stderr: "" });
  const wrong = spawnSync(process.execPath, [script, "--dry-run"], { encoding: "utf8" });
  expect(wrong).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/--dry-run.*--keep/s) });
});

async function cloneForTest(): Promise<string> {
  const clone = await mkdtemp(join(tmpdir(), "authbroker-clone-"));
  onTestFinished(() => rm(clone, { recursive: true, force: true }));
  await copyCheckout(clone);
  return clone;
}

/** Without files that are new: other tests may be making some. */
async function changedFiles(): Promise<string> {
  return (await run("git", ["status", "--porcelain", "--untracked-files=no"])).output;
}
