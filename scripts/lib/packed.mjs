import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { exclusively } from "./lock.mjs";
import { SetUpError } from "./log.mjs";
import { run } from "./run.mjs";
import { cache, manifestOf, members, root } from "./workspace.mjs";

/** The folders of the packages that are published. */
export const published = () => members().filter((member) => manifestOf(member).private !== true);

/**
 * The tarball of a package as `pack` left it: what its users get.
 *
 * @param {string} name
 * @param {string} [checkout] another than this one
 */
export function packedFile(name, checkout = root) {
  return join(checkout, ".cache", "packed", `${name.replace("@", "").replace("/", "-")}.tgz`);
}

/**
 * The manifest in a tarball: that of the repository, with versions in place of what only a workspace knows.
 *
 * @param {string} file
 * @returns {Promise<import("./workspace.mjs").Manifest>}
 * @throws {SetUpError} when there is no such tarball
 */
export async function packedManifest(file) {
  const { exitCode, output } = await run("tar", ["-xzOf", file, "package/package.json"]);
  if (exitCode === 0) return JSON.parse(output);
  throw new SetUpError(`${output}\n${file} holds no package. Pack the packages: npm run release:pack`);
}

/**
 * Packs packages into `.cache/packed`. They are to be built.
 *
 * @param {readonly string[]} [folders] all that are published by default
 * @throws {SetUpError} with pnpm's own words
 */
export async function pack(folders = published()) {
  const { exitCode, output } = await packEach(folders);
  if (exitCode !== 0)
    throw new SetUpError(`${output}\nA package could not be packed; pnpm's own words are above.`);
}

/**
 * The same as a step of the checks, which those of the tarballs come after.
 *
 * @type {import("./steps.mjs").Step}
 */
export const packStep = { name: "pack", alone: "npm run check -- publint", run: () => packEach(published()) };

/**
 * Unpacks the tarball of a package where Node.js finds it, as npm lays it out; its dependencies are not brought.
 *
 * @param {string} name
 * @param {string} modules a `node_modules` folder
 * @throws {SetUpError} when it was not packed
 */
export async function unpack(name, modules) {
  const file = packedFile(name);
  if (!existsSync(file)) {
    throw new SetUpError(`There is no ${file}. Pack the packages: npm run release:pack`);
  }
  const there = join(modules, name);
  mkdirSync(there, { recursive: true });
  const { exitCode, output } = await run("tar", ["-xzf", file, "-C", there, "--strip-components=1"]);
  if (exitCode !== 0) throw new SetUpError(`${output}\ntar could not unpack ${file}.`);
}

/** @param {readonly string[]} folders */
function packEach(folders) {
  return exclusively(join(cache, "pack.lock"), async () => {
    mkdirSync(join(cache, "packed"), { recursive: true });
    let output = "";
    for (const from of folders) {
      const file = packedFile(manifestOf(from).name);
      // Another command may be reading the one that is there.
      const packing = `${file}.packing.tgz`;
      rmSync(packing, { force: true });
      // Without "prepack", which wants every addon there is; what is packed here need not be published.
      const packed = await run("pnpm", ["pack", "--config.ignore-scripts=true", "--out", packing], {
        cwd: from,
      });
      output += packed.output;
      if (packed.exitCode !== 0) return { exitCode: packed.exitCode, output };
      renameSync(packing, file);
    }
    return { exitCode: 0, output };
  });
}
