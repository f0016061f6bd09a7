import { ensureNode } from "../../../../scripts/lib/linux/nodes.mjs";
import { nativeArchitecture } from "../../../../scripts/lib/linux/targets.mjs";
import { ensurePackageManager } from "../../../../scripts/lib/package-managers.mjs";

/** A package manager, in one of its manners. */
export interface Installer {
  readonly name: string;
  /** Whether it brings a peer that nobody listed: `@azure/msal-node`, for core. */
  readonly bringsPeers: boolean;
  /** The files that lead it to a registry, of which it knows no other, and away from this machine's caches. */
  settings(registry: string): Readonly<Record<string, string>>;
  /** The program, and what comes before its arguments. */
  command(): Promise<readonly [program: string, ...first: string[]]>;
  /** The arguments that install what package.json lists, and run no script of any package. */
  readonly install: readonly string[];
  /** What comes before an application's own file when it is started; Node.js by default. */
  readonly start?: readonly string[];
}

/** A package manager that is a script, in this Node.js. */
const script = (name: Parameters<typeof ensurePackageManager>[0]) => async () =>
  [process.execPath, await ensurePackageManager(name)] as const;

const npmrc = (registry: string) => ({ ".npmrc": `registry=${registry}\n` });
const yarnrc = (nodeLinker: string) => (registry: string) => ({
  "yarn.lock": "",
  // JSON is YAML.
  ".yarnrc.yml": JSON.stringify({
    nodeLinker,
    npmRegistryServer: registry,
    unsafeHttpWhitelist: ["127.0.0.1"],
    enableScripts: false,
    enableTelemetry: false,
    // What CI=true would turn on; there is no lockfile yet.
    enableImmutableInstalls: false,
    // The packages were published a second ago.
    npmMinimalAgeGate: 0,
  }),
});

const npmInstall = ["install", "--ignore-scripts", "--no-audit", "--no-fund"];
const pnpmInstall = ["install", "--ignore-scripts", "--no-frozen-lockfile"];

const pnpm12Settings = (registry: string, more: object = {}) => ({
  ...npmrc(registry),
  // The packages were published a second ago.
  "pnpm-workspace.yaml": JSON.stringify({ minimumReleaseAge: 0, ...more }),
});

const PNPM_12 = {
  settings: pnpm12Settings,
  // This repository's own.
  command: (): Promise<[string]> => Promise.resolve(["pnpm"]),
  install: pnpmInstall,
};

/** What most people have, and what the documents say. */
export const npm11: Installer = {
  name: "npm 11",
  bringsPeers: true,
  settings: npmrc,
  command: script("npm 11"),
  install: npmInstall,
};

/** The newest of each line that is in use. */
export const installers: readonly Installer[] = [
  npm11,
  {
    name: "npm 12",
    bringsPeers: true,
    settings: npmrc,
    async command() {
      const node = await ensureNode("22.23.3", nativeArchitecture);
      return [node, await ensurePackageManager("npm 12")];
    },
    install: npmInstall,
  },
  {
    name: "pnpm 10",
    bringsPeers: true,
    settings: npmrc,
    command: script("pnpm 10"),
    install: pnpmInstall,
  },
  { name: "pnpm 12", bringsPeers: true, ...PNPM_12 },
  {
    name: "pnpm 12 that brings no peers",
    bringsPeers: false,
    ...PNPM_12,
    settings: (registry) => pnpm12Settings(registry, { autoInstallPeers: false }),
  },
  {
    name: "Yarn 1",
    bringsPeers: false,
    // Root's cache is not in its home.
    settings: (registry) => ({ ".yarnrc": `registry "${registry}"\ncache-folder "./.yarn-cache"\n` }),
    command: script("Yarn 1"),
    install: ["install", "--ignore-scripts", "--non-interactive"],
  },
  {
    name: "Yarn 4 with node_modules",
    bringsPeers: false,
    settings: yarnrc("node-modules"),
    command: script("Yarn 4"),
    install: ["install"],
  },
  {
    name: "Yarn 4 with Plug'n'Play",
    bringsPeers: false,
    settings: yarnrc("pnp"),
    command: script("Yarn 4"),
    install: ["install"],
    start: ["--require", "./.pnp.cjs", "--experimental-loader", "./.pnp.loader.mjs"],
  },
  {
    name: "Bun",
    bringsPeers: true,
    settings: npmrc,
    async command() {
      return [await ensurePackageManager("Bun")];
    },
    install: ["install", "--ignore-scripts"],
  },
];
