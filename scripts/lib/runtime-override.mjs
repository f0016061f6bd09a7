import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SetUpError } from "./log.mjs";
import { root } from "./workspace.mjs";

const README = join("packages", "msal-node-runtime", "README.md");

/**
 * What the README of msal-node-runtime has in the place of `@azure/msal-node-runtime`: a range written there holds for
 * versions that are released long after it, so what tries the override takes it from where its readers do.
 *
 * @param {"npm" | "pnpm" | "yarn"} packageManager
 * @returns {string} such as `npm:@authbroker/msal-node-runtime@RANGE`
 * @throws {SetUpError} when the README has none for it
 */
export function runtimeOverride(packageManager) {
  const written = new RegExp(
    `^${packageManager}, in .*?"@azure/msal-node-runtime": "?(?<target>npm:[^\\s"]+)`,
    "ms",
  );
  const target = written.exec(readFileSync(join(root, README), "utf8"))?.groups?.["target"];
  if (target === undefined) throw new SetUpError(`${README} has no override for ${packageManager}.`);
  return target;
}
