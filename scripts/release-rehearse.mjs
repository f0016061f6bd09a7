// npm run release:rehearse: a release from beginning to end, in a scratch copy and on a registry of this machine.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { say } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { rehearse } from "./lib/release/rehearse.mjs";
import { needsLinux, setUp } from "./lib/set-up.mjs";
import { TO_RUN } from "./lib/system-packages.mjs";

const HELP = `npm run release:rehearse [-- --keep]

Goes through a release without making one: turns the changesets into versions and changelogs, packs, publishes, and
installs what was published in a fresh folder, where the console example signs in. All of it happens in a scratch copy of
this checkout, changes that are not committed included, and on a registry of this machine.

  --keep  leaves the scratch copy, and says where it is
  --help  prints this

It ends with status 0 when a release would work, 1 when it would not, 2 when an option is none of these.
`;

await main(async () => {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  needsLinux("npm run release:rehearse");
  await setUp(TO_RUN);
  const folder = mkdtempSync(join(tmpdir(), "authbroker-release-"));
  try {
    await rehearse(folder);
  } finally {
    if (options.keep) say(`The scratch copy is in ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  }
  return 0;
});

/** The options, or undefined once it has said which one it does not know. */
function readOptions() {
  try {
    return parseArgs({
      options: { keep: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    }).values;
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return undefined;
  }
}
