// Lays the example out as somebody else's application: its own files, and in node_modules what npm would install from the
// packed packages. In this repository node_modules leads to the packages' sources instead.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const EXAMPLE = fileURLToPath(new URL("..", import.meta.url));
const PACKAGES = fileURLToPath(new URL("../../../packages", import.meta.url));

/** What of the example is the application. */
const FILES = ["main.js", "profile.js", "serve-pages.js", "settings.js", "pages", "electron-builder.json"];

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [scripts]
 */

/**
 * Lays the application out in a folder, which is emptied first.
 *
 * @param {string} folder
 */
export function stage(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of FILES) cpSync(join(EXAMPLE, file), join(folder, file), { recursive: true });
  const { devDependencies: _, scripts: __, ...manifest } = manifestOf(EXAMPLE);
  const versions = install(EXAMPLE, join(folder, "node_modules"));
  const wanted = Object.keys(manifest.dependencies ?? {});
  const dependencies = Object.fromEntries(wanted.map((name) => [name, versions.get(name)]));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, dependencies }, undefined, 2));
}

/**
 * Installs what a package depends on, flat.
 *
 * @param {string} from the package's folder
 * @param {string} modules
 * @param {Map<string, string>} installed versions by name
 */
function install(from, modules, installed = new Map()) {
  for (const name of Object.keys(manifestOf(from).dependencies ?? {})) {
    const found = find(from, name);
    const { version } = manifestOf(found);
    const known = installed.get(name);
    if (known !== undefined && known !== version)
      throw new Error(`both ${name} ${known} and ${version} are needed`);
    if (known !== undefined) continue;
    installed.set(name, version);
    const to = join(modules, name);
    if (found.startsWith(PACKAGES)) unpack(found, to);
    else cpSync(found, to, { recursive: true, filter: (path) => path !== join(found, "node_modules") });
    install(found, modules, installed);
  }
  return installed;
}

/**
 * A package of this repository as npm gives it out.
 *
 * @param {string} folder
 * @param {string} to
 */
function unpack(folder, to) {
  mkdirSync(to, { recursive: true });
  const file = join(to, "packed.tgz");
  // Without what a release checks before it packs: this is no release.
  execFileSync("pnpm", ["pack", "--config.ignore-scripts=true", "--out", file], {
    cwd: folder,
    stdio: "pipe",
  });
  execFileSync("tar", ["-xzf", file, "--strip-components=1"], { cwd: to });
  rmSync(file);
}

/**
 * @param {string} from
 * @param {string} name
 */
function find(from, name) {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    if (existsSync(found)) return realpathSync(found);
    if (folder === dirname(folder))
      throw new Error(`${name} is not installed for ${from}; run: pnpm install`);
  }
}

/**
 * @param {string} folder
 * @returns {Manifest}
 */
function manifestOf(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
