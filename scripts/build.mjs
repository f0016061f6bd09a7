// npm run build: the TypeScript of every package and, on Linux, every native addon. With -- --native only the addon of
// this system, also on a Mac and on Windows, with the compiler that is there.
import { parseArgs } from "node:util";
import { main } from "./lib/main.mjs";
import { build, forThisSystem, setUp } from "./lib/set-up.mjs";
import { TO_BUILD, TO_COMPILE } from "./lib/system-packages.mjs";

await main(async () => {
  const { values } = parseArgs({ options: { native: { type: "boolean", default: false } } });
  await setUp(values.native ? TO_COMPILE : TO_BUILD);
  await build(values.native ? forThisSystem : undefined);
  return 0;
});
