import { readFile, readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileOf } from "../../../../scripts/lib/addons/check.mjs";
import { TARGETS } from "../../../../scripts/lib/addons/targets.mjs";
import { Application } from "../support/application.js";
import { npm11 } from "../support/installers.js";
import { startWorld, type World } from "../support/world.js";

const CORE = "@authbroker/core";

/** Of core and one broker, with all that they depend on. */
const MOST_BYTES = 600_000;
const MOST_FILES = 80;

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.end());

describe.each(["linux", "macos", "windows"])("core and the broker of %s, without msal-node,", (system) => {
  test("are small, bring nothing else that is native, and run nothing when they are installed", async () => {
    const broker = `@authbroker/broker-${system}`;
    await using application = await Application.make(world, npm11, [CORE, broker]);
    await application.installOrThrow("--omit=peer");
    const modules = join(application.folder, "node_modules");
    const files = await filesIn(modules);
    const bytes = (await Promise.all(files.map((file) => stat(file)))).reduce(
      (sum, { size }) => sum + size,
      0,
    );
    const missing = TARGETS.filter((target) => target.broker === `broker-${system}`).filter(
      (target) => !files.includes(fileOf(target, join(modules, broker))),
    );
    // What was not built on this machine counts with all that it may have.
    const installed = {
      bytes: missing.reduce((sum, { sizeLimit }) => sum + sizeLimit, bytes),
      files: files.length + missing.length,
    };
    expect(installed).toSatisfy(() => installed.bytes <= MOST_BYTES && installed.files <= MOST_FILES);

    const native = files
      .map((file) => relative(modules, file))
      .filter((file) => /\.node$|binding\.gyp$/.test(file));
    expect(native).not.toEqual([]);
    for (const file of native) expect(file).toMatch(new RegExp(`^${broker}/prebuilds/[^/]+/[^/]+\\.node$`));

    const lock = await readFile(join(modules, ".package-lock.json"), "utf8");
    expect(Object.keys(JSON.parse(lock).packages)).toEqual(
      expect.arrayContaining([`node_modules/${CORE}`, `node_modules/${broker}`]),
    );
    expect(lock).not.toContain("hasInstallScript");
    expect(await readdir(modules)).not.toContain("@azure");
  }, 120_000);
});

/** The files that packages brought: npm's own notes are none. */
async function filesIn(modules: string): Promise<string[]> {
  const entries = await readdir(modules, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== ".package-lock.json")
    .map((entry) => join(entry.parentPath, entry.name));
}
