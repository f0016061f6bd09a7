import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetUpError } from "../log.mjs";
import { run } from "../run.mjs";
import { runtimeOverride } from "../runtime-override.mjs";
import { root } from "../workspace.mjs";

/** What the README says to install, and what it takes to sign in on the emulator with the console example. */
const WANTED = [
  "@authbroker/core",
  "@authbroker/broker-linux",
  "@azure/msal-node",
  "@authbroker/emulator",
  "picocolors",
];

/**
 * Installs from a registry into a new folder, as a user does, and signs in there with the console example.
 *
 * @param {string} folder a folder to make
 * @param {Readonly<Record<string, string>>} env what leads npm to the registry
 * @returns {Promise<Record<string, string>>} the version that came of each package
 * @throws {SetUpError} with the words of npm or of the example
 */
export async function tryOut(folder, env) {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "name": "trial", "private": true }');
  // Under the name that an override gives it: its range has to hold for what has just been published.
  const wanted = [...WANTED, `@azure/msal-node-runtime@${runtimeOverride("npm")}`];
  await succeed("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...wanted], folder, env);
  cpSync(join(root, "examples", "console"), join(folder, "console"), {
    recursive: true,
    filter: (source) => !/[/\\](?:node_modules|test)$/.test(source),
  });
  const example = ["node", "console/index.js", "--route", "broker", "--json"];
  const output = await succeed("npx", ["--no", "@authbroker/emulator", "run", "--", ...example], folder, env);
  if (!output.includes('"route":"broker"')) {
    throw new SetUpError(
      `${output}\nThe example did not sign in through the broker; its own words are above.`,
    );
  }
  const listed = JSON.parse(await succeed("npm", ["ls", "--json", "--loglevel=error"], folder, env));
  return Object.fromEntries(WANTED.map((name) => [name, listed.dependencies[name].version]));
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {Readonly<Record<string, string>>} env
 */
async function succeed(program, args, cwd, env) {
  const { exitCode, output } = await run(program, args, { cwd, env, timeLimit: 120_000 });
  if (exitCode === 0) return output;
  throw new SetUpError(`${output}\n${program} ${args[0]} ended with status ${exitCode}.`);
}
