// npm run build: the TypeScript of every package and, on Linux, the native addon.
import { main } from "./lib/main.mjs";
import { build, setUp } from "./lib/set-up.mjs";
import { TO_COMPILE } from "./lib/system-packages.mjs";

await main(async () => {
  await setUp(TO_COMPILE);
  await build();
  return 0;
});
