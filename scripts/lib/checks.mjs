import { join } from "node:path";
import { packedFile, published } from "./packed.mjs";
import { run } from "./run.mjs";
import { isLinux, turbo } from "./set-up.mjs";
import { manifestOf, root, tool } from "./workspace.mjs";

/** @type {readonly import("./steps.mjs").Step[]} */
export const checks = [
  check("format", () => node(tool("oxfmt"), "--check")),
  check("lint", () => node(tool("oxlint"), "--type-aware", "--deny-warnings")),
  check("imports", () => node(join(root, "scripts", "check-imports.mjs"))),
  check("types", () => turbo(["typecheck"])),
  check("unused", () => node(tool("knip"))),
  // Elsewhere the commands that come with these checks build none.
  ...(isLinux ? [check("prebuilds", () => node(join(root, "scripts", "check-prebuilds.mjs")))] : []),
  check("publint", () => onTarballs((file) => node(tool("publint"), "run", file, "--strict"))),
  check("attw", () =>
    onTarballs((file) => node(tool("@arethetypeswrong/cli", "attw"), file, "--profile", "esm-only")),
  ),
];

/**
 * @param {string} name
 * @param {import("./steps.mjs").Step["run"]} body
 * @returns {import("./steps.mjs").Step}
 */
function check(name, body) {
  return { name, alone: `npm run check -- ${name}`, run: body };
}

/**
 * @param {string} script
 * @param {readonly string[]} args
 */
function node(script, ...args) {
  return run(process.execPath, [script, ...args]);
}

/**
 * Runs a check on each published package as its users get it: the packed tarball.
 *
 * @param {(file: string) => ReturnType<typeof run>} checkOne
 */
async function onTarballs(checkOne) {
  let exitCode = 0;
  let output = "";
  for (const folder of published()) {
    const result = await checkOne(packedFile(manifestOf(folder).name));
    if (result.exitCode !== 0) exitCode = result.exitCode;
    output += result.output;
  }
  return { exitCode, output };
}
