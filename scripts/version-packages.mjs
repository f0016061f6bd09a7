// npm run version-packages: turns the changesets into versions and changelogs, in every place that holds a version.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SetUpError } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { published } from "./lib/packed.mjs";
import { wrongVersions } from "./lib/release/check-versions.mjs";
import { run } from "./lib/run.mjs";
import { setUp } from "./lib/set-up.mjs";
import { withVersion } from "./lib/version.mjs";
import { manifestOf, root, tool } from "./lib/workspace.mjs";

/** Packages that tell their version to others, from this file of theirs: what a bundler makes of it has no manifest. */
const TELL_THEIR_VERSION = [
  { folder: "packages/broker-linux", file: "src/version.ts" },
  { folder: "packages/broker-macos", file: "src/version.ts" },
  { folder: "packages/broker-windows", file: "src/version.ts" },
  { folder: "packages/core", file: "src/version.ts" },
];

await main(async () => {
  await setUp([]);
  const before = new Map(
    published()
      .map(manifestOf)
      .map(({ name, version }) => [name, version]),
  );
  await step(process.execPath, [tool("@changesets/cli", "changeset"), "version"]);
  for (const { folder, file } of TELL_THEIR_VERSION) {
    const path = join(root, folder, file);
    const { version } = manifestOf(join(root, folder));
    writeFileSync(path, withVersion(readFileSync(path, "utf8"), version));
  }
  const problems = wrongVersions(before, published().map(manifestOf));
  if (problems.length > 0) {
    throw new SetUpError(
      `${problems.join("\n")}\nThis takes back what was written: git stash --include-untracked`,
    );
  }
  // The lockfile holds the ranges that packages want each other in. Under CI=true pnpm would refuse to write it.
  await step("pnpm", ["install", "--lockfile-only", "--no-frozen-lockfile"]);
  return 0;
});

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function step(program, args) {
  const { exitCode } = await run(program, args, { output: "stderr" });
  if (exitCode === 0) return;
  throw new SetUpError(`It ended with status ${exitCode}; its own words are above.`);
}
