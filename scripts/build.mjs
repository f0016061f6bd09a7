// npm run build: the TypeScript of every package and, on Linux, the native addons.
import { main } from "./lib/main.mjs";
import { build, setUp } from "./lib/set-up.mjs";
import { TO_BUILD } from "./lib/system-packages.mjs";

await main(async () => {
  await setUp(TO_BUILD);
  await build();
  return 0;
});
