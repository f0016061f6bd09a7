// npm run format and npm run changeset: a tool of the root package, on a fresh clone too.
//
//   node scripts/tool.mjs PACKAGE BIN [ARGUMENT]…
import { main } from "./lib/main.mjs";
import { run } from "./lib/run.mjs";
import { setUp } from "./lib/set-up.mjs";
import { tool } from "./lib/workspace.mjs";

await main(async () => {
  const [packageName = "", binName = "", ...args] = process.argv.slice(2);
  await setUp([]);
  const { exitCode } = await run(process.execPath, [tool(packageName, binName), ...args], {
    output: "inherit",
  });
  return exitCode;
});
