// npm run verify: try this system's broker in every way there is, and print a report without secrets. Arguments after --
// are the example's. An addon that is in prebuilds/ already is taken as it is, so that one from elsewhere can be tried.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { main } from "./lib/main.mjs";
import { run } from "./lib/run.mjs";
import { build, forThisSystem, nameOfSystem, setUp } from "./lib/set-up.mjs";
import { TO_COMPILE } from "./lib/system-packages.mjs";
import { root } from "./lib/workspace.mjs";

await main(async () => {
  await setUp(TO_COMPILE);
  await build(hasAddon() ? ["build"] : forThisSystem);
  const example = join(root, "examples", "verify", "index.js");
  return (await run(process.execPath, [example, ...process.argv.slice(2)], { output: "inherit" })).exitCode;
});

function hasAddon() {
  const name = `broker-${nameOfSystem()}`;
  const target = process.platform === "darwin" ? "darwin-x64+arm64" : `${process.platform}-${process.arch}`;
  return existsSync(join(root, "packages", name, "prebuilds", target, `${name}.node`));
}
