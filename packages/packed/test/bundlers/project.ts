import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { copyWithoutModules, installedPackages } from "../../../../scripts/lib/installed.mjs";
import { unpack } from "../../../../scripts/lib/packed.mjs";
import { run } from "../../../../scripts/lib/run.mjs";
import { root } from "../../../../scripts/lib/workspace.mjs";
import type { Recipe } from "./recipes.js";

const OWN = fileURLToPath(new URL("../..", import.meta.url));
const FIXTURES = join(OWN, "test", "fixtures");
const BUNDLERS = [
  "@rollup/plugin-commonjs",
  "@rollup/plugin-node-resolve",
  "esbuild",
  "rollup",
  "vite",
  "webpack",
];

/** What npm brings with a broker package. */
const OTHERS = [
  { name: "@azure/msal-node", from: join(root, "packages", "core") },
  { name: "node-gyp-build", from: join(root, "packages", "broker-linux") },
];

/** How a program ended. */
export interface Ended {
  readonly exitCode: number;
  readonly output: string;
}

/** A project with packages from their tarballs and the bundlers, which makes bundles and sends them elsewhere. */
export class Project implements AsyncDisposable {
  readonly #home: string;
  readonly #modules: string;
  #bundles = 0;

  private constructor(home: string) {
    this.#home = home;
    this.#modules = join(home, "node_modules");
  }

  /** @param ours What is installed of this repository's packages. With a broker package, msal-node is, too. */
  static async make(...ours: readonly string[]): Promise<Project> {
    const project = new Project(await realpath(await mkdtemp(join(tmpdir(), "authbroker-bundlers-"))));
    await Promise.all(ours.map((name) => unpack(name, project.#modules)));
    for (const [name, folder] of installedPackages(ours.length > 1 ? OTHERS : []))
      copyWithoutModules(folder, join(project.#modules, name));
    for (const name of BUNDLERS) {
      await mkdir(dirname(join(project.#modules, name)), { recursive: true });
      await symlink(join(OWN, "node_modules", name), join(project.#modules, name));
    }
    return project;
  }

  /**
   * Begins a bundle: a folder with the application as `main.js`.
   *
   * @param application A file of `fixtures/`.
   */
  async begin(application: string): Promise<Bundle> {
    const folder = join(this.#home, `bundle-${(this.#bundles += 1)}`);
    await mkdir(folder);
    await writeFile(
      join(folder, "package.json"),
      JSON.stringify({ name: "notes", private: true, type: "module" }),
    );
    await symlink(this.#modules, join(folder, "node_modules"));
    await cp(join(FIXTURES, application), join(folder, "main.js"));
    return new Bundle(folder, this.#modules);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#home, { recursive: true, force: true });
  }
}

/** A bundle in the making, and what is deployed of it. */
export class Bundle implements AsyncDisposable {
  readonly #folder: string;
  readonly #modules: string;
  #deployed: string | undefined;

  constructor(folder: string, modules: string) {
    this.#folder = folder;
    this.#modules = modules;
  }

  /** Writes the file of a recipe and runs its command, as `npx` does. */
  async follow({ file, code, command }: Recipe): Promise<Ended> {
    await this.write(file, code);
    const [program = "", ...args] = command.filter((word) => word !== "npx");
    return this.#run(program, args);
  }

  /** Runs a script of the project's. */
  async script(file: string, code: string): Promise<Ended> {
    await this.write(file, code);
    return this.#run("node", [file]);
  }

  write(file: string, code: string): Promise<void> {
    return writeFile(join(this.#folder, file), code);
  }

  /**
   * Runs the bundle in a folder elsewhere, with nothing of the project's but these packages.
   *
   * @param out The folder that the bundler made.
   */
  async runElsewhere(
    emulator: Readonly<Record<string, string>>,
    packages: readonly string[] = [],
    out = "out",
  ): Promise<unknown> {
    if (this.#deployed !== undefined) await rm(this.#deployed, { recursive: true });
    this.#deployed = await realpath(await mkdtemp(join(tmpdir(), "authbroker-deployed-")));
    const app = join(this.#deployed, "app");
    await cp(join(this.#folder, out), app, { recursive: true });
    for (const name of packages) {
      await cp(join(this.#modules, name), join(this.#deployed, "node_modules", name), { recursive: true });
    }
    const main = (await readdir(app)).find((file) => /^main\.[cm]?js$/.test(file)) ?? "main";
    const { PATH = "" } = process.env;
    const options = { cwd: tmpdir(), env: { PATH, ...emulator }, inheritEnv: false, timeLimit: 60_000 };
    const { exitCode, output } = await run(process.execPath, [join(app, main)], options);
    if (exitCode !== 0) throw new Error(`the bundle ended with status ${exitCode}:\n${output}`);
    return JSON.parse(output);
  }

  /** The folder that it was last run in. */
  get deployed(): string {
    return join(this.#deployed ?? "", "app");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#deployed !== undefined) await rm(this.#deployed, { recursive: true, force: true });
  }

  #run(program: string, args: readonly string[]): Promise<Ended> {
    const path = [dirname(process.execPath), join(OWN, "node_modules", ".bin"), process.env["PATH"]];
    const env = { PATH: path.join(delimiter), NO_COLOR: "1" };
    return run(program, args, { cwd: this.#folder, env, timeLimit: 60_000 });
  }
}
