// Builds the addon of the package in the current folder: prebuilds/linux-<arch>/broker-linux.node.
//
//   node scripts/build-linux.mjs                for this machine's processor
//   node scripts/build-linux.mjs --arch=arm64   for another, with Debian's cross compiler
//
// It is linked with a stub that is made from native/libsystemd.map: Debian's cross compiler brings no libsystemd, and that
// of this machine may be newer than those that the addon has to load with. Elsewhere there is nothing to build.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gnuTool, otherArchitecture, whyNoCrossBuild } from "../../../scripts/lib/linux/targets.mjs";
import { adviceOnMissing, TO_COMPILE, TO_CROSS_COMPILE } from "../../../scripts/lib/system-packages.mjs";

const { values: options } = parseArgs({ options: { arch: { type: "string", default: process.arch } } });

if (process.platform === "linux") build();

function build() {
  const { arch } = options;
  if (arch !== "x64" && arch !== "arm64") {
    throw new Error(`there is no build for ${arch}: the processors are x64 and arm64`);
  }
  try {
    makeStub(arch);
  } catch (error) {
    process.stderr.write(
      `${error.stderr ?? ""}The native addon for linux-${arch} did not build: ${error.message}.\n`,
    );
    process.stderr.write(advice(arch));
    process.exitCode = 1;
    return;
  }
  const script = fileURLToPath(new URL("../../../scripts/build-native.mjs", import.meta.url));
  const { status } = spawnSync(process.execPath, [script, `--arch=${arch}`], {
    stdio: "inherit",
    env: {
      ...process.env,
      CC: gnuTool(arch, "gcc"),
      CXX: gnuTool(arch, "g++"),
      PREBUILD_STRIP_BIN: gnuTool(arch, "strip"),
      // From the folder that make runs in: a path of the machine may hold blanks.
      LDFLAGS: `-L../../lib ${process.env.LDFLAGS ?? ""}`,
    },
  });
  process.exitCode = status ?? 1;
}

/**
 * What a person may have to install.
 *
 * @param {import("../../../scripts/lib/linux/targets.mjs").LinuxArchitecture} arch
 */
function advice(arch) {
  if (arch !== otherArchitecture) return adviceOnMissing(TO_COMPILE) ?? "";
  return whyNoCrossBuild === undefined
    ? (adviceOnMissing(TO_CROSS_COMPILE) ?? "")
    : `It ${whyNoCrossBuild}.\n`;
}

/**
 * A libsystemd with the names and versions of the real one, and no code.
 *
 * @param {import("../../../scripts/lib/linux/targets.mjs").LinuxArchitecture} arch
 */
function makeStub(arch) {
  const map = path.join("native", "libsystemd.map");
  const names = [...readFileSync(map, "utf8").matchAll(/^ +(?<name>sd_\w+);$/gm)].map(([, name]) => name);
  const folder = path.join(".cache", `linux-${arch}`, "lib");
  mkdirSync(folder, { recursive: true });
  const source = path.join(folder, "libsystemd.c");
  writeFileSync(source, names.map((name) => `void ${name}(void) {}\n`).join(""));
  const flags = ["-shared", "-nostdlib", "-Wl,-soname,libsystemd.so.0", `-Wl,--version-script=${map}`];
  // A person's CC may be several words.
  const [compiler = "", ...first] = gnuTool(arch, "gcc").split(" ");
  execFileSync(compiler, [...first, ...flags, source, "-o", path.join(folder, "libsystemd.so")], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
