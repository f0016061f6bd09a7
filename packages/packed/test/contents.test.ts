import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TARGETS } from "../../../scripts/lib/addons/targets.mjs";
import { published, unpack } from "../../../scripts/lib/packed.mjs";
import { manifestOf } from "../../../scripts/lib/workspace.mjs";

/** What a package manager runs on the machine of whoever installs a package. */
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall", "prepare"];

const names = published().map((folder) => manifestOf(folder).name);

let modules = "";
beforeAll(async () => {
  modules = await mkdtemp(join(tmpdir(), "authbroker-contents-"));
  await Promise.all(names.map((name) => unpack(name, modules)));
});
afterAll(() => rm(modules, { recursive: true }));

describe.each(names)("%s", (name) => {
  test("has what a reader on npm looks for: its README and its license", async () => {
    expect(await readdir(join(modules, name))).toEqual(
      expect.arrayContaining(["LICENSE", "README.md", "package.json"]),
    );
  });

  test("names the versions that it wants, and nothing that only this repository has", async () => {
    expect(await manifestText(name)).not.toMatch(/"(?:workspace|file|link|catalog):/);
  });

  test("runs nothing when it is installed, and gives a package manager nothing to build", async () => {
    const manifest: unknown = JSON.parse(await manifestText(name));
    for (const script of INSTALL_SCRIPTS) expect(manifest).not.toHaveProperty(["scripts", script]);
    expect(await readdir(join(modules, name))).not.toContain("binding.gyp");
  });

  test("is installed on every system, so that an application of one system can be packaged on another", async () => {
    const manifest: unknown = JSON.parse(await manifestText(name));
    for (const field of ["os", "cpu", "libc"]) expect(manifest).not.toHaveProperty(field);
  });
});

describe.each(published().filter((folder) => addonsOf(folder).length > 0))("the addons of %s", (folder) => {
  test("are packed as they are in its prebuilds, where they are checked", async () => {
    const packed = join(modules, manifestOf(folder).name);
    const files = await filesIn(join(packed, "prebuilds"));
    expect(files).toEqual(await filesIn(join(folder, "prebuilds")));
    for (const file of files) {
      const inTarball = await readFile(join(packed, "prebuilds", file));
      expect(inTarball.equals(await readFile(join(folder, "prebuilds", file))), file).toBe(true);
    }
    const builtOnLinux = addonsOf(folder).filter(({ onLinux }) => onLinux);
    expect(files).toEqual(
      expect.arrayContaining(builtOnLinux.map(({ name, broker }) => join(name, `${broker}.node`))),
    );
  });
});

function addonsOf(folder: string): typeof TARGETS {
  return TARGETS.filter(({ broker }) => broker === basename(folder));
}

/** The files of a folder, relative to it. A link is none: a package manager would not pack it. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

function manifestText(name: string): Promise<string> {
  return readFile(join(modules, name, "package.json"), "utf8");
}
