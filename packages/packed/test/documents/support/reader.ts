import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../../../../scripts/lib/run.mjs";
import { ownEnvironment } from "../../support/environment.js";
import type { World } from "../../support/world.js";
import { TIME_LIMIT } from "./shell.js";

/** Somebody who does what a document says, in an empty folder: npm there knows the world's registry and no other. */
export class Reader implements AsyncDisposable {
  readonly folder: string;
  readonly #world: World;

  private constructor(world: World, folder: string) {
    this.#world = world;
    this.folder = folder;
  }

  static async make(world: World): Promise<Reader> {
    const reader = new Reader(world, await realpath(await mkdtemp(join(tmpdir(), "authbroker-reader-"))));
    await reader.write(".npmrc", `registry=${world.registry}\naudit=false\nfund=false\n`);
    return reader;
  }

  /** Writes a program, with the application of the emulator in the place of the reader's own. */
  async write(name: string, text: string): Promise<void> {
    const clientId = this.#world.emulator.env["AUTHBROKER_CLIENT_ID"] ?? "";
    await writeFile(join(this.folder, name), text.replaceAll(/\bCLIENT_ID\b/g, clientId));
  }

  /**
   * Types a line, in the emulator's session.
   *
   * @param env In place of what that session has.
   */
  type(
    line: string,
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ exitCode: number; output: string }> {
    return run("sh", ["-c", line], {
      cwd: this.folder,
      env: { ...ownEnvironment(this.folder), ...this.#world.emulator.env, ...env },
      inheritEnv: false,
      timeLimit: TIME_LIMIT,
    });
  }

  /** The same, where nothing else is expected than that it works. */
  async typeOrThrow(line: string): Promise<string> {
    const { exitCode, output } = await this.type(line);
    if (exitCode !== 0) throw new Error(`${line} ended with status ${exitCode}:\n${output}`);
    return output;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
