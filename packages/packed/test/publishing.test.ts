import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packedFile, published, unpack } from "../../../scripts/lib/packed.mjs";
import { publishTarball } from "../../../scripts/lib/registry/publish.mjs";
import { startRegistry } from "../../../scripts/lib/registry/start.mjs";
import { copyCheckout } from "../../../scripts/lib/release/scratch.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { cache, manifestOf } from "../../../scripts/lib/workspace.mjs";

const CORE = "@authbroker/core";
const LINUX = "@authbroker/broker-linux";
const WINDOWS = "@authbroker/broker-windows";

const names = published().map((folder) => manifestOf(folder).name);

test("a broker package is not published without one of its addons, nor is any other package then", async () => {
  const clone = await Clone.make();
  await clone.change(LINUX, (folder) => rm(join(folder, "prebuilds", "linux-arm64"), { recursive: true }));
  const { exitCode, output } = await clone.publish("--without-foreign-addons");
  expect(exitCode).toBe(1);
  expect(output).toContain("it lacks prebuilds/linux-arm64/broker-linux.node.");
  expect(output).toContain("npm run release:pack");
  expect(await clone.onRegistry()).toEqual([]);
});

test("nor without the one that Linux cannot build", async () => {
  const clone = await Clone.make();
  await clone.change(WINDOWS, (folder) =>
    rm(join(folder, "prebuilds", "win32-arm64"), { recursive: true, force: true }),
  );
  const { exitCode, output } = await clone.publish();
  expect(exitCode).toBe(1);
  expect(output).toContain("it lacks prebuilds/win32-arm64/broker-windows.node.");
  expect(await clone.onRegistry()).toEqual([]);
});

test("a release that broke off is not finished with tarballs of another build", async () => {
  const clone = await Clone.make();
  await publishTarball(clone.registry, packedFile(CORE));
  await clone.change(CORE, (folder) => writeFile(join(folder, "dist", "index.js"), "// of another commit"));
  const { exitCode, output } = await clone.publish("--without-foreign-addons");
  expect(exitCode).toBe(1);
  expect(output).toMatch(/The registry has @authbroker\/core \S+ from another build/);
  expect(await clone.onRegistry()).toEqual([CORE]);
});

test("options that npm publish would take as another thing than this command does are refused", async () => {
  const clone = await Clone.make();
  for (const option of ["--dry-run", `--registry=${clone.registry}`]) {
    const { exitCode, output } = await clone.publish("--without-foreign-addons", option);
    expect(exitCode).toBe(1);
    expect(output).toContain("takes --provenance and no other option of npm publish");
  }
  expect(await clone.onRegistry()).toEqual([]);
});

/** A clone in which nothing is installed, as the workflow has it, with the tarballs; and a registry to publish to. */
class Clone {
  readonly #folder: string;
  /** The registry's address, with a slash at the end. */
  readonly registry: string;

  private constructor(folder: string, registry: string) {
    this.#folder = folder;
    this.registry = registry;
  }

  static async make(): Promise<Clone> {
    const folder = await mkdtemp(join(tmpdir(), "authbroker-clone-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const registry = await startRegistry();
    onTestFinished(() => registry.close());
    await mkdir(join(folder, "clone"));
    await copyCheckout(join(folder, "clone"));
    await cp(join(cache, "packed"), join(folder, "clone", ".cache", "packed"), { recursive: true });
    const settings = `registry=${registry.url}\n${registry.url.replace("http:", "")}:_authToken=clone\n`;
    await writeFile(join(folder, "npmrc"), settings);
    return new Clone(folder, registry.url);
  }

  /** Packs a package again, with a change. */
  async change(name: string, body: (folder: string) => Promise<void>): Promise<void> {
    const modules = join(this.#folder, "modules");
    await unpack(name, modules);
    const packing = join(modules, "package");
    await cp(join(modules, name), packing, { recursive: true });
    await body(packing);
    const file = packedFile(name, join(this.#folder, "clone"));
    const { exitCode, output } = await run("tar", ["-czf", file, "-C", modules, "package"]);
    if (exitCode !== 0) throw new Error(output);
    await rm(modules, { recursive: true });
  }

  /** Runs `npm run release:publish` with options. */
  publish(...options: readonly string[]): Promise<{ exitCode: number; output: string }> {
    const settings = {
      npm_config_userconfig: join(this.#folder, "npmrc"),
      npm_config_registry: this.registry,
      npm_config_cache: join(this.#folder, "npm"),
    };
    return run(process.execPath, [join("scripts", "release-publish.mjs"), ...options], {
      cwd: join(this.#folder, "clone"),
      env: settings,
    });
  }

  /** The packages that the registry has. */
  async onRegistry(): Promise<readonly string[]> {
    const answers = await Promise.all(
      names.map(async (name) => ({ name, answer: await fetch(`${this.registry}${name}`) })),
    );
    return answers.filter(({ answer }) => answer.ok).map(({ name }) => name);
  }
}
