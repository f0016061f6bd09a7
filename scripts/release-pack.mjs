// npm run release:pack: builds what is published and packs it into .cache/packed. The addons are those in prebuilds/,
// which come from several machines.
import { existsSync } from "node:fs";
import { checkFile, fileOf } from "./lib/addons/check.mjs";
import { isBuiltHere, TARGETS } from "./lib/addons/targets.mjs";
import { SetUpError, say } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { pack, packedFile, published } from "./lib/packed.mjs";
import { build, setUp } from "./lib/set-up.mjs";
import { manifestOf } from "./lib/workspace.mjs";

await main(async () => {
  await setUp([]);
  checkAddons();
  await build(["build"]);
  await pack();
  for (const { name, version } of published().map(manifestOf)) say(`${name} ${version}: ${packedFile(name)}`);
  return 0;
});

/**
 * pnpm packs without "prepack", which wants every addon, and whoever publishes has nothing installed to check them with.
 *
 * @throws {SetUpError} when an addon is wrong, or lacks that is built here
 */
function checkAddons() {
  const wrong = TARGETS.filter((target) => isBuiltHere(target) || existsSync(fileOf(target)))
    .map((target) => checkFile(target))
    .flatMap(({ file, problems }) => problems.map((problem) => `${file}: ${problem}`));
  if (wrong.length === 0) return;
  throw new SetUpError(`${wrong.join("\n")}\nNothing was packed, for its users would get these addons.`);
}
