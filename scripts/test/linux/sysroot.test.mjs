import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { ensureSysroot } from "../../lib/linux/sysroot.mjs";
import { otherArchitecture } from "../../lib/linux/targets.mjs";

/**
 * An apt-get and a dpkg-deb that do what scripts say, and a folder to fetch into.
 *
 * @param {{ apt: string, dpkg?: string }} scripts of a shell
 */
function withApt({ apt, dpkg = "exit 1" }) {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-sysroot-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"]}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => stderr.mockRestore());
  for (const [name, script] of Object.entries({ "apt-get": apt, "dpkg-deb": dpkg })) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

/** An apt-get that notes what it is asked, and keeps a package where it is told to. */
const BRINGS = `echo "$@" >> "\${0%/*}/asked"
for option; do case $option in Dir::Cache=*) touch "\${option#*=}/archives/libsystemd0.deb";; esac; done`;

/** A dpkg-deb --extract FILE FOLDER, of a system that has one folder for libraries. */
const EXTRACTS = 'mkdir -p "$3/usr/lib" && echo libsystemd > "$3/usr/lib/libsystemd.so.0"';

test("libraries of the other processor are fetched once, and nothing of this system is touched", async () => {
  const folder = withApt({ apt: BRINGS, dpkg: EXTRACTS });
  const sysroot = await ensureSysroot(folder);
  expect(await ensureSysroot(folder)).toBe(sysroot);
  // Where another package makes /lib a link, that is made.
  expect(readFileSync(join(sysroot, "lib", "libsystemd.so.0"), "utf8")).toBe("libsystemd\n");
  const asked = readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
  expect(asked).toHaveLength(2);
  for (const line of asked) {
    for (const place of ["Dir::Cache", "Dir::State::lists", "Dir::State::status"]) {
      expect(line).toContain(`-o ${place}=${folder}`);
    }
    expect(line).toContain(`-o APT::Architectures=${otherArchitecture === "x64" ? "amd64" : "arm64"}`);
  }
  expect(asked[1]).toContain("install --download-only");
});

test("sources that have nothing for the processor are told with apt's own words, and nothing is kept", async () => {
  const folder = withApt({ apt: 'echo "E: Unable to locate package libsystemd0" >&2; exit 100' });
  await expect(ensureSysroot(folder)).rejects.toThrow(
    /Unable to locate package libsystemd0\s+apt-get could not bring libsystemd0 and libstdc\+\+6 for \w+,/,
  );
  expect(existsSync(join(folder, "sysroot"))).toBe(false);
});
