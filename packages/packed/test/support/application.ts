import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { run } from "../../../../scripts/lib/run.mjs";
import { ownEnvironment } from "./environment.js";
import type { Installer } from "./installers.js";
import type { World } from "./world.js";

const execute = promisify(execFile);
const PROGRAM = fileURLToPath(new URL("../fixtures/application.mjs", import.meta.url));

/** How long a package manager may take, milliseconds. */
const INSTALL_LIMIT = 180_000;

/** How long a call of the application's may take, milliseconds. */
const CALL_LIMIT = 60_000;

/** An application outside of this repository, with a home of its own, that one package manager serves. */
export class Application implements AsyncDisposable {
  /** The folder that its package.json is in. */
  readonly folder: string;
  readonly #home: string;
  readonly #installer: Installer;
  readonly #world: World;

  private constructor(world: World, installer: Installer, home: string, name: string) {
    this.#world = world;
    this.#installer = installer;
    this.#home = home;
    this.folder = join(home, name);
  }

  /**
   * Makes the folder of an application that has a program and lists packages.
   *
   * @param dependencies Names; the registry has one version of each.
   * @param name Of the application's folder.
   */
  static async make(
    world: World,
    installer: Installer,
    dependencies: readonly string[],
    name = "application",
  ): Promise<Application> {
    const home = await realpath(await mkdtemp(join(tmpdir(), "authbroker-packed-")));
    const application = new Application(world, installer, home, name);
    await mkdir(application.folder);
    await cp(PROGRAM, join(application.folder, "application.mjs"));
    const manifest = {
      name: "application",
      private: true,
      dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, "*"])),
    };
    const files = { "package.json": JSON.stringify(manifest), ...installer.settings(world.registry) };
    for (const [file, text] of Object.entries(files)) await writeFile(join(application.folder, file), text);
    return application;
  }

  /** Installs what the application lists, with empty caches and without running any install script. */
  async install(...more: readonly string[]): Promise<{ exitCode: number; output: string }> {
    const [program, ...first] = await this.#installer.command();
    return run(program, [...first, ...this.#installer.install, ...more], {
      cwd: this.folder,
      env: ownEnvironment(this.#home),
      inheritEnv: false,
      timeLimit: INSTALL_LIMIT,
    });
  }

  /** The same, where nothing else is expected than that it works. */
  async installOrThrow(...more: readonly string[]): Promise<void> {
    const { exitCode, output } = await this.install(...more);
    if (exitCode !== 0) throw new Error(`${this.#installer.name} ended with status ${exitCode}:\n${output}`);
  }

  /** Another one with the same files, for a test to change. */
  async copy(): Promise<Application> {
    const home = await realpath(await mkdtemp(join(tmpdir(), "authbroker-packed-")));
    const copy = new Application(this.#world, this.#installer, home, basename(this.folder));
    // With links as they are: a package manager's are relative.
    await cp(this.folder, copy.folder, { recursive: true, verbatimSymlinks: true });
    return copy;
  }

  /**
   * Runs the application.
   *
   * @param call The call that it makes, as its program knows it, and that call's arguments.
   * @returns what the program printed as JSON
   */
  call(...call: readonly string[]): Promise<unknown> {
    return this.callUnder([], ...call);
  }

  /** Runs the application under another program, which gets the command as its last arguments. */
  async callUnder(program: readonly string[], ...call: readonly string[]): Promise<unknown> {
    const node = [process.execPath, ...(this.#installer.start ?? [])];
    const [first = "", ...args] = [...program, ...node, "application.mjs", ...call];
    const { stdout } = await execute(first, args, {
      cwd: this.folder,
      env: { ...ownEnvironment(this.#home), ...this.#world.emulator.env },
      timeout: CALL_LIMIT,
    });
    return JSON.parse(stdout);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#home, { recursive: true, force: true });
  }
}
