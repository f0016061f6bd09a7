// npm run build: the TypeScript of every package and, on Linux, every native addon. After -- comes a system, linux, macos
// or windows, whose addon alone is built; on a Mac and on Windows that is their own, with the compiler that they have.
import { SetUpError } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { build, setUp, withAddonOf } from "./lib/set-up.mjs";
import { TO_BUILD, TO_COMPILE_FOR } from "./lib/system-packages.mjs";

await main(async () => {
  const [system] = process.argv.slice(2);
  const needs = system === undefined ? TO_BUILD : TO_COMPILE_FOR.get(system);
  if (needs === undefined) {
    throw new SetUpError(
      `There is no system "${system}". The systems are ${[...TO_COMPILE_FOR.keys()].join(", ")}.`,
    );
  }
  await setUp(needs);
  await build(system === undefined ? undefined : withAddonOf(system));
  return 0;
});
