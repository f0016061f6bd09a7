import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pack, unpack } from "../packed.mjs";
import { manifestOf, root } from "../workspace.mjs";
import { copyWithoutModules, dependenciesOf, installedPackages } from "../installed.mjs";
import { stage, TESTS } from "./paths.mjs";

const CORE = join(root, "packages", "core");
const BROKER = join(root, "packages", "broker-windows");
const EMULATOR = join(root, "packages", "emulator");
const CONSOLE = join(root, "examples", "console");

/** What stands in for Windows' own classes, and the programs that tests start. */
const STAND_IN = join(BROKER, ".cache", "stand-in");

/** The file among the packages of others that says which they are. It is written last. */
const STAMP = ".authbroker-packages";

/**
 * Lays out what runs in Windows, as folders that hold no links, because Windows' Node.js does not follow those of pnpm.
 *
 * - `app`: an application with our packages as npm installs them, from their tarballs; the tests in `test`, and the example
 *   in `console`
 * - `core-only`: an application that did not install a broker package
 * - `node_modules`: the packages of others, for both
 * - `stand-in`: what stands in for the Web Account Manager, and programs for tests
 *
 * @throws {SetUpError} with pnpm's own words
 */
export async function layOut() {
  installOthers(join(stage, "node_modules"));
  const app = join(stage, "app");
  const coreOnly = join(stage, "core-only");
  const standIn = join(stage, "stand-in");
  for (const folder of [app, coreOnly, standIn]) rmSync(folder, { recursive: true, force: true });
  const ours = [CORE, BROKER, EMULATOR];
  await pack(ours);
  for (const folder of ours) await unpack(manifestOf(folder).name, join(app, "node_modules"));
  await unpack(manifestOf(CORE).name, join(coreOnly, "node_modules"));
  copyWithoutModules(CONSOLE, join(app, "console"));
  cpSync(TESTS, join(app, "test"), { recursive: true });
  cpSync(STAND_IN, standIn, { recursive: true });
}

/**
 * Copies the packages of others that ours depend on, unless they are there.
 *
 * @param {string} modules
 */
function installOthers(modules) {
  const packages = installedPackages([
    { name: "@azure/msal-node", from: CORE },
    ...[BROKER, EMULATOR, CONSOLE].flatMap(dependenciesOf).filter(({ name }) => !isOurs(name)),
  ]);
  const stamp = JSON.stringify([...packages]);
  const stampFile = join(modules, STAMP);
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
  const making = `${modules}.making`;
  for (const folder of [making, modules]) rmSync(folder, { recursive: true, force: true });
  for (const [name, folder] of packages) copyWithoutModules(folder, join(making, name));
  writeFileSync(join(making, STAMP), stamp);
  renameSync(making, modules);
}

/** @param {string} name */
const isOurs = (name) => name.startsWith("@authbroker/");
