import { join } from "node:path";
import { nativeArchitecture } from "./linux/targets.mjs";
import { ensurePinned } from "./pinned.mjs";
import { cache } from "./workspace.mjs";

/** Bun's own programs, of which that for x64 is the one that needs no AVX2. */
const BUN = {
  x64: {
    name: "@oven/bun-linux-x64-baseline",
    integrity:
      "sha512-s8yMwYcFnnrA178gji0gZbkE2WVDej/Ti1x770oPfihxyRxSMNhGhiAQNXV53aDeraZxksdvKV/RAdQBCd0qPA==",
  },
  arm64: {
    name: "@oven/bun-linux-aarch64",
    integrity:
      "sha512-4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==",
  },
};

/**
 * The package managers that the packages are installed with, besides this repository's own: the newest of each line that
 * is in use.
 *
 * @satisfies {Record<string, import("./pinned.mjs").Pinned>}
 */
const PACKAGE_MANAGERS = {
  "npm 11": {
    name: "npm",
    version: "11.21.2",
    integrity:
      "sha512-7HPApk+AflMUavSseL1Pm6CnYqMIHk53x+KmuhqmTDqPkjPMgxIpTPcTqsE91EKNw4gFBJV9fnXiSdGm1DXq9A==",
    file: "bin/npm-cli.js",
    label: "npm 11.21.2 (3 MB)",
  },
  // It wants Node.js 22.
  "npm 12": {
    name: "npm",
    version: "12.2.0",
    integrity:
      "sha512-ZsJjKpTnlmSXOLLXiU1xDCzC4Wlok4IwZmh/aw2KUuXytU7q6qMv/cUT7MoeSf95Slwuw/lRXYefGzGCspHPNQ==",
    file: "bin/npm-cli.js",
    label: "npm 12.2.0 (3 MB)",
  },
  "pnpm 10": {
    name: "pnpm",
    version: "10.34.9",
    integrity:
      "sha512-9JtajqD97bRLs8DB1ldQkqU8KVDZW3rRXfEfF5dId6LeOgHAfpNOmyjOcW5RwJqUlixzBtCb4uHksYqMh2L9Mg==",
    file: "bin/pnpm.cjs",
    label: "pnpm 10.34.9 (4 MB)",
  },
  "Yarn 1": {
    name: "yarn",
    version: "1.22.22",
    integrity:
      "sha512-prL3kGtyG7o9Z9Sv8IPfBNrWTDmXB4Qbes8A9rEzt6wkJV8mUvoirjU0Mp3GGAU06Y0XQyA3/2/RQFVuK7MTfg==",
    file: "bin/yarn.js",
    label: "Yarn 1.22.22 (1 MB)",
  },
  "Yarn 4": {
    name: "@yarnpkg/cli-dist",
    version: "4.18.1",
    integrity:
      "sha512-EH+A4TxAtBWXKE0DGQxW9Bo9crXHLJ73mfxjTQJuv8XonNWWTpei8BQ5JjczHJNU9GROTycwMFn8iOvRIZXUcA==",
    file: "bin/yarn.js",
    label: "Yarn 4.18.1 (1 MB)",
  },
  Bun: { ...BUN[nativeArchitecture], version: "1.4.5", file: "bin/bun", label: "Bun 1.4.5 (32 MB)" },
};

/** @typedef {keyof typeof PACKAGE_MANAGERS} PackageManager */

/**
 * Makes sure of a package manager.
 *
 * @param {PackageManager} name
 * @returns {Promise<string>} its program: a script for Node.js, but of Bun
 * @throws {import("./log.mjs").SetUpError} with npm's own words, or when what came is not what was pinned
 */
export function ensurePackageManager(name) {
  return ensurePinned(PACKAGE_MANAGERS[name], join(cache, "installers"));
}

/**
 * Makes sure of all of them, so that no test waits for the registry.
 *
 * @throws {import("./log.mjs").SetUpError} with npm's own words, or when what came is not what was pinned
 */
export async function ensurePackageManagers() {
  for (const pinned of Object.values(PACKAGE_MANAGERS)) await ensurePinned(pinned, join(cache, "installers"));
}
