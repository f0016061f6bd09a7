import { join } from "node:path";
import { ensureNode } from "../../../../scripts/lib/linux/nodes.mjs";
import { ensurePinned } from "../../../../scripts/lib/pinned.mjs";
import { cache } from "../../../../scripts/lib/workspace.mjs";

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

const folder = join(cache, "installers");

/** A program for this Node.js, of a pinned package. */
const script = (pinned: Parameters<typeof ensurePinned>[0]) => async () =>
  [process.execPath, await ensurePinned(pinned, folder)] as const;

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

const YARN_4 = script({
  name: "@yarnpkg/cli-dist",
  version: "4.18.1",
  integrity:
    "sha512-EH+A4TxAtBWXKE0DGQxW9Bo9crXHLJ73mfxjTQJuv8XonNWWTpei8BQ5JjczHJNU9GROTycwMFn8iOvRIZXUcA==",
  file: "bin/yarn.js",
  label: "Yarn 4.18.1 (1 MB)",
});

/** What most people have, and what the documents say. */
export const npm11: Installer = {
  name: "npm 11",
  bringsPeers: true,
  settings: npmrc,
  command: script({
    name: "npm",
    version: "11.21.2",
    integrity:
      "sha512-7HPApk+AflMUavSseL1Pm6CnYqMIHk53x+KmuhqmTDqPkjPMgxIpTPcTqsE91EKNw4gFBJV9fnXiSdGm1DXq9A==",
    file: "bin/npm-cli.js",
    label: "npm 11.21.2 (3 MB)",
  }),
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
      const npm = await ensurePinned(
        {
          name: "npm",
          version: "12.2.0",
          integrity:
            "sha512-ZsJjKpTnlmSXOLLXiU1xDCzC4Wlok4IwZmh/aw2KUuXytU7q6qMv/cUT7MoeSf95Slwuw/lRXYefGzGCspHPNQ==",
          file: "bin/npm-cli.js",
          label: "npm 12.2.0 (3 MB)",
        },
        folder,
      );
      return [await ensureNode("22.23.3", "x64"), npm];
    },
    install: npmInstall,
  },
  {
    name: "pnpm 10",
    bringsPeers: true,
    settings: npmrc,
    command: script({
      name: "pnpm",
      version: "10.34.9",
      integrity:
        "sha512-9JtajqD97bRLs8DB1ldQkqU8KVDZW3rRXfEfF5dId6LeOgHAfpNOmyjOcW5RwJqUlixzBtCb4uHksYqMh2L9Mg==",
      file: "bin/pnpm.cjs",
      label: "pnpm 10.34.9 (4 MB)",
    }),
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
    command: script({
      name: "yarn",
      version: "1.22.22",
      integrity:
        "sha512-prL3kGtyG7o9Z9Sv8IPfBNrWTDmXB4Qbes8A9rEzt6wkJV8mUvoirjU0Mp3GGAU06Y0XQyA3/2/RQFVuK7MTfg==",
      file: "bin/yarn.js",
      label: "Yarn 1.22.22 (1 MB)",
    }),
    install: ["install", "--ignore-scripts", "--non-interactive"],
  },
  {
    name: "Yarn 4 with node_modules",
    bringsPeers: false,
    settings: yarnrc("node-modules"),
    command: YARN_4,
    install: ["install"],
  },
  {
    name: "Yarn 4 with Plug'n'Play",
    bringsPeers: false,
    settings: yarnrc("pnp"),
    command: YARN_4,
    install: ["install"],
    start: ["--require", "./.pnp.cjs", "--experimental-loader", "./.pnp.loader.mjs"],
  },
  {
    name: "Bun",
    bringsPeers: true,
    settings: npmrc,
    async command() {
      return [
        await ensurePinned(
          {
            name: "@oven/bun-linux-x64-baseline",
            version: "1.4.5",
            integrity:
              "sha512-s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==",
            file: "bin/bun",
            label: "Bun 1.4.5 (32 MB)",
          },
          folder,
        ),
      ];
    },
    install: ["install", "--ignore-scripts"],
  },
];
