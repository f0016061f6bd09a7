import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ensurePinned } from "../lib/pinned.mjs";
import { run } from "../lib/run.mjs";

/** @type {import("../lib/pinned.mjs").Pinned} */
const pinned = {
  name: "@scope/tool",
  version: "1.2.3",
  integrity: "sha512-AAAA",
  file: "bin/tool",
  label: "a tool (1 kB)",
};

/**
 * An npm that does what a script says, and a folder to fetch into.
 *
 * @param {string} script of a shell
 */
function withNpm(script) {
  const root = mkdtempSync(join(tmpdir(), "authbroker-pinned-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  vi.stubEnv("PATH", `${root}${delimiter}${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => stderr.mockRestore());
  const npm = join(root, "npm");
  writeFileSync(npm, `#!/bin/sh\n${script}\n`);
  chmodSync(npm, 0o755);
  const folder = join(root, "cache");
  mkdirSync(folder);
  return folder;
}

/** An npm that brings the package, once, and a folder to fetch into. */
async function withTarball() {
  const source = mkdtempSync(join(tmpdir(), "authbroker-pinned-"));
  onTestFinished(() => rmSync(source, { recursive: true }));
  for (const part of ["bin", "include"]) mkdirSync(join(source, "package", part), { recursive: true });
  writeFileSync(join(source, "package", "bin", "tool"), "the tool");
  const tarball = join(source, "tool.tgz");
  await run("tar", ["-czf", tarball, "-C", source, "package"]);
  const integrity = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
  const folder = withNpm(`[ ! -e "${source}/asked" ] || exit 1
    touch "${source}/asked"
    cp "${tarball}" "$4/scope-tool-1.2.3.tgz"`);
  return { folder, integrity };
}

// npm pack NAME@VERSION --pack-destination FOLDER …
describe.skipIf(process.platform === "win32")("a pinned package", () => {
  test("is fetched once, and unpacked", async () => {
    const { folder, integrity } = await withTarball();
    const files = await Promise.all([1, 2].map(() => ensurePinned({ ...pinned, integrity }, folder)));
    expect(files).toEqual(Array(2).fill(join(folder, "scope-tool-1.2.3", "bin", "tool")));
    expect(readFileSync(files[0] ?? "", "utf8")).toBe("the tool");
    expect(readdirSync(join(folder, "scope-tool-1.2.3"))).toEqual(["bin", "include"]);
  });

  test("of which one file is wanted alone has nothing else unpacked", async () => {
    const { folder, integrity } = await withTarball();
    const file = await ensurePinned({ ...pinned, integrity, alone: true }, folder);
    expect(readFileSync(file, "utf8")).toBe("the tool");
    expect(readdirSync(join(folder, "scope-tool-1.2.3"))).toEqual(["bin"]);
  });

  test("is not unpacked when its tarball is another one", async () => {
    const folder = withNpm('echo other > "$4/scope-tool-1.2.3.tgz"');
    await expect(ensurePinned(pinned, folder)).rejects.toThrow(/is not the one .*digest is\s+sha512-/s);
    expect(readdirSync(folder, { recursive: true })).not.toContain("tool");
    await expect(ensurePinned(pinned, folder)).rejects.toThrow("is not the one");
  });

  test("that npm could not fetch is told with npm's own words", async () => {
    const folder = withNpm("echo 'npm error 404 Not Found' >&2; exit 1");
    await expect(ensurePinned(pinned, folder)).rejects.toThrow(
      /404 Not Found\s+npm could not fetch @scope\/tool/,
    );
  });
});
