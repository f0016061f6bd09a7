import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetUpError } from "../log.mjs";
import { run } from "../run.mjs";
import { manifestOf, root } from "../workspace.mjs";
import { installedPackages } from "./installed.mjs";

const CORE = join(root, "packages", "core");
const BROKER = join(root, "packages", "broker-windows");
const CONSOLE = join(root, "examples", "console");

/** The tests that run in Windows' Node.js. */
export const TESTS = join(BROKER, "test", "wine");

/** The library of the classes that stand in for Windows' own, and programs that its tests start. */
const STAND_IN = join(BROKER, ".cache", "stand-in");

/**
 * Lays out what runs in Windows, as folders that hold no links: Windows' Node.js would not follow those of pnpm.
 *
 * - `app`: an application as it is after `npm install`, our packages from their tarballs, with the tests in `test` and
 *   the example in `console`
 * - `core-only`: one that did not install a broker package
 * - `stand-in`: what stands in for the Web Account Manager
 *
 * @param {string} stage the folder that receives them
 * @throws {SetUpError} with pnpm's own words
 */
export async function layOut(stage) {
  const making = `${stage}.making`;
  rmSync(making, { recursive: true, force: true });
  const app = join(making, "app");
  const coreOnly = join(making, "core-only");
  for (const application of [app, coreOnly]) {
    await installOurs(CORE, application);
    copyPackages(installedPackages(["@azure/msal-node"], CORE), application);
    writeFileSync(join(application, "package.json"), '{ "private": true, "type": "module" }\n');
  }
  await installOurs(BROKER, app);
  copyPackages(installedPackages(namesOfOthers(BROKER), BROKER), app);
  copyPackages(installedPackages(namesOfOthers(CONSOLE), CONSOLE), app);
  copyWithoutModules(CONSOLE, join(app, "console"));
  if (existsSync(TESTS)) cpSync(TESTS, join(app, "test"), { recursive: true });
  if (existsSync(STAND_IN)) cpSync(STAND_IN, join(making, "stand-in"), { recursive: true });
  rmSync(stage, { recursive: true, force: true });
  renameSync(making, stage);
}

/**
 * Unpacks what would be published of a package.
 *
 * @param {string} folder
 * @param {string} application
 */
async function installOurs(folder, application) {
  const there = join(application, "node_modules", manifestOf(folder).name);
  mkdirSync(there, { recursive: true });
  const tarball = join(there, "package.tgz");
  await succeed("pnpm", ["pack", "--out", tarball], folder);
  await succeed("tar", ["-xzf", tarball, "-C", there, "--strip-components=1"], folder);
  rmSync(tarball);
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 */
async function succeed(program, args, cwd) {
  const { exitCode, output } = await run(program, args, { cwd });
  if (exitCode !== 0) throw new SetUpError(`${output}\n${program} ${args[0]} ended with status ${exitCode}.`);
}

/** @param {string} folder */
function namesOfOthers(folder) {
  return Object.keys(manifestOf(folder).dependencies ?? {}).filter(
    (name) => !name.startsWith("@authbroker/"),
  );
}

/**
 * @param {ReadonlyMap<string, string>} packages
 * @param {string} application
 */
function copyPackages(packages, application) {
  for (const [name, folder] of packages) {
    copyWithoutModules(folder, join(application, "node_modules", name));
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
function copyWithoutModules(from, to) {
  const modules = join(from, "node_modules");
  cpSync(from, to, { recursive: true, dereference: true, filter: (source) => source !== modules });
}
