import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exclusively } from "../lock.mjs";
import { SetUpError, timed } from "../log.mjs";
import { run } from "../run.mjs";
import { cache } from "../workspace.mjs";
import { osRelease } from "./os-release.mjs";
import { otherArchitecture } from "./targets.mjs";

const PACKAGES = ["libsystemd0", "libstdc++6"];

/** Debian's name for the other processor. */
const ARCHITECTURE = { x64: "amd64", arm64: "arm64" }[otherArchitecture];

/** Debian has its packages for every processor in one place; Ubuntu has not. */
const UBUNTU = {
  x64: "http://archive.ubuntu.com/ubuntu",
  arm64: "http://ports.ubuntu.com/ubuntu-ports",
}[otherArchitecture];

/**
 * Makes sure of the system libraries of the other processor that the addon loads, with what they need themselves. apt
 * fetches them, with lists and a cache of its own and nothing installed: the packages of this system stay as they are.
 *
 * @param {string} [folder]
 * @returns {Promise<string>} the folder that qemu takes for the root of that system
 * @throws {SetUpError} with apt's own words
 */
export async function ensureSysroot(folder = join(cache, `linux-${otherArchitecture}`)) {
  const sysroot = join(folder, "sysroot");
  if (existsSync(sysroot)) return sysroot;
  await exclusively(join(folder, "sysroot.lock"), async () => {
    if (existsSync(sysroot)) return;
    const apt = join(folder, "apt");
    await timed(`Fetching libsystemd for ${otherArchitecture}`, () => make(sysroot, apt));
    rmSync(apt, { recursive: true });
  });
  return sysroot;
}

/**
 * @param {string} sysroot
 * @param {string} apt the folder for what apt keeps
 */
async function make(sysroot, apt) {
  const making = `${sysroot}.making`;
  for (const old of [apt, making]) rmSync(old, { recursive: true, force: true });
  const archives = join(apt, "cache", "archives");
  for (const there of [join(archives, "partial"), join(apt, "lists", "partial"), making]) {
    mkdirSync(there, { recursive: true });
  }
  const options = aptOptions(apt);
  await succeed("apt-get", [...options, "update"]);
  const install = ["install", "--download-only", "-y", "--no-install-recommends"];
  await succeed("apt-get", [...options, ...install, ...PACKAGES]);
  for (const name of readdirSync(archives).filter((file) => file.endsWith(".deb"))) {
    await succeed("dpkg-deb", ["--extract", join(archives, name), making]);
  }
  // Elsewhere a package of its own makes /lib a link, and the libraries are in /usr/lib.
  for (const name of ["lib", "lib64"]) {
    const link = join(making, name);
    if (!existsSync(link) && existsSync(join(making, "usr", name))) symlinkSync(`usr/${name}`, link);
  }
  renameSync(making, sysroot);
}

/** @param {string} apt the folder for what apt keeps */
function aptOptions(apt) {
  const status = join(apt, "status");
  writeFileSync(status, "");
  const settings = {
    "APT::Architecture": ARCHITECTURE,
    "APT::Architectures": ARCHITECTURE,
    // Root's apt would fetch as another user, who may not see this folder.
    "APT::Sandbox::User": "",
    "Acquire::Languages": "none",
    "Debug::NoLocking": "true",
    "Dir::Cache": join(apt, "cache"),
    "Dir::State::lists": join(apt, "lists"),
    "Dir::State::status": status,
    ...(osRelease("ID") === "ubuntu" ? ubuntuSources(apt) : {}),
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
}

/** @param {string} apt */
function ubuntuSources(apt) {
  const list = join(apt, "sources.list");
  const keys = "[signed-by=/usr/share/keyrings/ubuntu-archive-keyring.gpg]";
  writeFileSync(list, `deb ${keys} ${UBUNTU} ${osRelease("VERSION_CODENAME")} main\n`);
  return { "Dir::Etc::sourcelist": list, "Dir::Etc::sourceparts": "-" };
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function succeed(program, args) {
  const { exitCode, output } = await run(program, args, { env: { DEBIAN_FRONTEND: "noninteractive" } });
  if (exitCode === 0) return;
  throw new SetUpError(
    `${output}\n${program} could not bring ${PACKAGES.join(" and ")} for ${otherArchitecture}, which the addon for that ` +
      "processor is tested with. Its own words are above: where the sources of this machine's apt have no packages for " +
      "it, use some that have; then run the command again.",
  );
}
