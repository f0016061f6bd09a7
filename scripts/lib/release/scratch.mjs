import { cpSync, existsSync, lstatSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { SetUpError } from "../log.mjs";
import { members, root } from "../workspace.mjs";
import { run } from "../run.mjs";

/**
 * Copies the checkout as it is, changes that are not committed included, into a repository of its own. A clone would
 * lack those, and would ask the checkout's own remote where the checkout is a shallow one.
 *
 * @param {string} scratch an empty folder
 * @throws {SetUpError} with git's own words
 */
export async function copyCheckout(scratch) {
  const listed = await git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
  for (const file of listed.split("\0").filter((name) => isFile(join(root, name)))) {
    mkdirSync(dirname(join(scratch, file)), { recursive: true });
    cpSync(join(root, file), join(scratch, file));
  }
  // Changesets looks for the commit of each changeset.
  await git(scratch, "init", "--quiet", "--initial-branch=main");
  await git(scratch, "add", "--all");
  const person = [
    "-c",
    "user.name=Rehearsal",
    "-c",
    "user.email=rehearsal@localhost",
    "-c",
    "commit.gpgSign=false",
  ];
  await git(scratch, ...person, "commit", "--quiet", "--no-verify", "--message=The checkout");
}

/**
 * Copies the addons, which a release gets from the machines that build them.
 *
 * @param {string} scratch
 */
export function copyPrebuilds(scratch) {
  for (const folder of members()
    .map((member) => join(member, "prebuilds"))
    .filter(existsSync)) {
    cpSync(folder, join(scratch, folder.slice(root.length)), { recursive: true });
  }
}

/** @param {string} path */
const isFile = (path) => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

/**
 * @param {string} cwd
 * @param {readonly string[]} args
 */
async function git(cwd, ...args) {
  const { exitCode, output } = await run("git", args, { cwd });
  if (exitCode !== 0) throw new SetUpError(`${output}\ngit ${args[0]} ended with status ${exitCode}.`);
  return output;
}
