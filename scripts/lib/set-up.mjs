import { join } from "node:path";
import { ensureDependencies } from "./dependencies.mjs";
import { otherArchitecture, whyNoCrossBuild } from "./linux/targets.mjs";
import { exclusively } from "./lock.mjs";
import { SetUpError, timed } from "./log.mjs";
import { ensurePnpm } from "./pnpm.mjs";
import { run } from "./run.mjs";
import { ensureSystemPackages } from "./system-packages.mjs";
import { cache, tool } from "./workspace.mjs";

/** What "engines" says in every package: the first Node.js 20 whose `require()` takes ES modules. */
const OLDEST_NODE = { major: 20, minor: 19 };

export const isLinux = process.platform === "linux";

/**
 * Makes sure of everything a command needs before it can build: what is there already costs milliseconds.
 *
 * @param {Parameters<typeof ensureSystemPackages>[0]} systemNeeds asked for on Linux only
 * @throws {SetUpError}
 */
export async function setUp(systemNeeds) {
  checkNode();
  // Two first commands at once would each install into the same folders.
  await exclusively(join(cache, "set-up.lock"), async () => {
    if (isLinux) await ensureSystemPackages(systemNeeds);
    await ensurePnpm();
    await ensureDependencies();
  });
}

/** @throws {SetUpError} when this Node.js is too old */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor)) return;
  throw new SetUpError(
    `This is Node.js ${process.versions.node}; Authbroker needs ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer. ` +
      `Install one from https://nodejs.org, then run the command again.`,
  );
}

/**
 * @param {string} command as a person types it
 * @throws {SetUpError} when this is not Linux
 */
export function needsLinux(command) {
  if (isLinux) return;
  throw new SetUpError(
    `${command} needs Linux: it talks to a D-Bus session bus through the native addon of @authbroker/broker-linux. ` +
      `On this system (${process.platform}), npm test runs everything that does not.`,
  );
}

/** What every command builds that does not say otherwise. */
const everything = isLinux
  ? [
      "build",
      "build:native",
      addonOf("linux"),
      ...(whyNoCrossBuild === undefined ? [`@authbroker/broker-linux#build:linux-${otherArchitecture}`] : []),
      "build:gnustep",
    ]
  : ["build"];

/** Every package with the addon of this system: the others' want compilers that not everybody has. */
export const forThisSystem = withAddonOf(nameOfSystem());

/**
 * The tasks that build every package, and the addon of one system.
 *
 * @param {string} system as its broker package is named after it
 */
export function withAddonOf(system) {
  return ["build", addonOf(system)];
}

/** @param {string} system */
function addonOf(system) {
  // Each in a task of its own: a cached build brings its file back, and no other one.
  if (system === "linux") return `@authbroker/broker-linux#build:linux-${process.arch}`;
  return `@authbroker/broker-${system}#build:native`;
}

/** The name of this system in the name of its broker package. */
export function nameOfSystem() {
  if (process.platform === "darwin") return "macos";
  return process.platform === "win32" ? "windows" : "linux";
}

/**
 * Builds every package, and the native addons on Linux; what did not change since comes out of turbo's cache.
 *
 * @type {import("./steps.mjs").Step}
 */
export const buildStep = { name: "build", alone: "npm run build", run: () => buildOnce(everything) };

/**
 * The build where nothing makes sense without it.
 *
 * @param {readonly string[]} [tasks] of turbo
 * @throws {SetUpError} with the compiler's own words
 */
export async function build(tasks = everything) {
  await timed(isLinux ? "Building the packages and the native addon" : "Building the packages", async () => {
    const { exitCode, output } = await buildOnce(tasks);
    if (exitCode !== 0) throw new SetUpError(`${output}\nThe build failed; its own words are above.`);
  });
}

/** @param {readonly string[]} tasks */
function buildOnce(tasks) {
  // Two builds at once would write the same files.
  return exclusively(join(cache, "build.lock"), () => turbo(withoutKept(tasks)));
}

/**
 * The tasks without those of native code, where AUTHBROKER_KEEP_ADDONS is set: `prebuilds/` then holds the addons of a
 * release, which other machines have built, and whatever is tested is to be tested with these.
 *
 * @param {readonly string[]} tasks of turbo
 * @param {NodeJS.ProcessEnv} [env]
 */
export function withoutKept(tasks, env = process.env) {
  return env["AUTHBROKER_KEEP_ADDONS"] ? tasks.filter((task) => task === "build") : tasks;
}

/**
 * Runs tasks of the packages in the order of their dependencies. One that fails does not stop the others.
 *
 * @param {readonly string[]} tasks
 */
export function turbo(tasks) {
  const options = [
    "--continue=dependencies-successful",
    "--output-logs=errors-only",
    "--log-order=grouped",
    "--ui=stream",
    "--no-update-notifier",
  ];
  return run(process.execPath, [tool("turbo"), "run", ...tasks, ...options], {
    env: {
      TURBO_TELEMETRY_DISABLED: "1",
      DO_NOT_TRACK: "1",
      // A part of the addon's cache key: turbo's own keys are the same on every machine.
      AUTHBROKER_BUILD_MACHINE: `${process.platform}-${process.arch}`,
    },
  });
}
