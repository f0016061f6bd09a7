import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const CORE = fileURLToPath(new URL("..", import.meta.url));

/** The files of a package that a project is to find in its node_modules, by their names. */
export type FakePackage = Readonly<Record<string, string>>;

/** What a child process left behind. */
export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An application's folder outside of this repository, with core installed as npm would. */
export interface Project {
  readonly folder: string;
  /** Runs a program in the folder. `.mjs` and `.cjs` names decide how Node.js reads it. */
  run(name: string, program: string): Promise<Finished>;
}

/**
 * A project that lives as long as the test that calls this.
 *
 * @param install `msal-node`: the real one; `packages`: stand-ins by package name.
 */
export async function project(
  install: {
    readonly msalNode?: boolean;
    readonly packages?: Readonly<Record<string, FakePackage>>;
  } = {},
): Promise<Project> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "authbroker-core-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await installCore(folder);
  if (install.msalNode === true) await linkMsalNode(folder);
  for (const [name, files] of Object.entries(install.packages ?? {})) {
    const home = join(folder, "node_modules", name);
    await mkdir(home, { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(join(home, file), text);
  }
  return {
    folder,
    async run(name, program) {
      await writeFile(join(folder, name), program);
      return finished(folder, name);
    },
  };
}

/** Copies what of core is published into the node_modules of a folder. */
export async function installCore(folder: string): Promise<void> {
  const home = join(folder, "node_modules", "@authbroker", "core");
  await mkdir(home, { recursive: true });
  await cp(join(CORE, "dist"), join(home, "dist"), { recursive: true });
  await cp(join(CORE, "package.json"), join(home, "package.json"));
}

async function linkMsalNode(folder: string): Promise<void> {
  const real = dirname(createRequire(import.meta.url).resolve("@azure/msal-node/package.json"));
  await mkdir(join(folder, "node_modules", "@azure"), { recursive: true });
  await symlink(real, join(folder, "node_modules", "@azure", "msal-node"), "junction");
}

function finished(cwd: string, program: string): Promise<Finished> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program],
      { cwd, timeout: 25_000 },
      (_error, stdout, stderr) => {
        resolve({ exitCode: child.exitCode, stdout, stderr });
      },
    );
  });
}

/** The last line that a program printed, as JSON. */
export function printed({ stdout, stderr }: Finished): unknown {
  const line = stdout.trim().split("\n").at(-1) ?? "";
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`the program printed no JSON; it said: ${stdout}${stderr}`, { cause });
  }
}
