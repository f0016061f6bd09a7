import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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

function manifestText(name: string): Promise<string> {
  return readFile(join(modules, name, "package.json"), "utf8");
}
