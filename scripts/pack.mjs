// node scripts/pack.mjs: the TypeScript of every package, packed into .cache/packed as it is published. The addons are
// those that are in prebuilds/ already.
import { main } from "./lib/main.mjs";
import { pack } from "./lib/packed.mjs";
import { build, setUp } from "./lib/set-up.mjs";

await main(async () => {
  await setUp([]);
  await build(["build"]);
  await pack();
  return 0;
});
