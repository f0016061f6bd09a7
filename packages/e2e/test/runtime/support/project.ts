import { execFile } from "node:child_process";
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { packedFile } from "../../../../../scripts/lib/packed.mjs";
import { publishTarball } from "../../../../../scripts/lib/registry/publish.mjs";
import { startRegistry } from "../../../../../scripts/lib/registry/start.mjs";
import { runtimeOverride } from "../../../../../scripts/lib/runtime-override.mjs";
import { manifestOf, root } from "../../../../../scripts/lib/workspace.mjs";

const run = promisify(execFile);

/** The package managers that an override is written for. */
export type PackageManager = "npm" | "pnpm";

/** How a program ended. */
interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An application's folder outside of this repository. */
export interface Project {
  readonly folder: string;
  /** Runs a program of the application's; its name says how Node.js reads it. */
  run(name: string, program: string, env?: NodeJS.ProcessEnv): Promise<Finished>;
  remove(): Promise<void>;
}

/** The packages of this workspace that an application gets with the override. */
const PUBLISHED = ["core", "broker-linux", "msal-node-runtime"] as const;

/** What an application has that signs in with Microsoft's extensions, and nothing of ours. */
const DEPENDENCIES = { "@azure/msal-node": "7.2.1", "@azure/msal-node-extensions": "5.6.0" };

/**
 * Installs an application that uses Microsoft's extensions as they are, with our package in place of the native layer and
 * without running any install script.
 *
 * @param broker Whether the application has the broker's package.
 * @param keytar What stands in for keytar; keytar itself without it.
 */
export async function installProject(
  packageManager: PackageManager,
  { broker = true, keytar }: { readonly broker?: boolean; readonly keytar?: string } = {},
): Promise<Project> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "authbroker-runtime-")));
  const registry = await startRegistry();
  try {
    const tarballs = PUBLISHED.map((name) => packedFile(`@authbroker/${name}`));
    await Promise.all(tarballs.map((tarball) => publishTarball(registry.url, tarball)));
    await writeFile(join(folder, ".npmrc"), `@authbroker:registry=${registry.url}\n`);
    await writeManifest(folder, packageManager, broker, keytar);
    const args = ["install", "--ignore-scripts", "--prefer-offline"];
    await run(packageManager, packageManager === "npm" ? [...args, "--no-audit", "--no-fund"] : args, {
      cwd: folder,
    });
  } finally {
    await registry.close();
  }
  return {
    folder,
    async run(name, program, env = {}) {
      await writeFile(join(folder, name), program);
      return finished(folder, name, env);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function writeManifest(
  folder: string,
  packageManager: PackageManager,
  broker: boolean,
  keytar: string | undefined,
): Promise<void> {
  const overrides = {
    "@azure/msal-node-runtime": runtimeOverride(packageManager),
    ...(keytar === undefined ? {} : { keytar: `npm:${keytar}` }),
  };
  const manifest = {
    name: "application",
    private: true,
    dependencies: {
      ...DEPENDENCIES,
      ...(broker ? { "@authbroker/broker-linux": rangeOf("broker-linux") } : {}),
    },
    ...(packageManager === "npm" ? { overrides } : {}),
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  if (packageManager === "pnpm") {
    // pnpm reads JSON there too. The packages were published a second ago.
    const settings = { overrides, minimumReleaseAge: 0 };
    await writeFile(join(folder, "pnpm-workspace.yaml"), JSON.stringify(settings));
  }
}

const rangeOf = (name: (typeof PUBLISHED)[number]): string =>
  `^${manifestOf(join(root, "packages", name)).version}`;

function finished(cwd: string, program: string, env: NodeJS.ProcessEnv): Promise<Finished> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program],
      { cwd, env: { ...process.env, ...env }, timeout: 25_000 },
      (_error, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
    );
  });
}
