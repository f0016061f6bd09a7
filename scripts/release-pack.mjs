// npm run release:pack: builds what is published and packs it into .cache/packed. The addons are those in prebuilds/,
// which come from several machines.
import { say } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { pack, packedFile, published } from "./lib/packed.mjs";
import { build, setUp } from "./lib/set-up.mjs";
import { manifestOf } from "./lib/workspace.mjs";

await main(async () => {
  await setUp([]);
  await build(["build"]);
  await pack();
  for (const { name, version } of published().map(manifestOf)) say(`${name} ${version}: ${packedFile(name)}`);
  return 0;
});
