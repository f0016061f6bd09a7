// npm run demo: sign in through the Linux broker path, on the emulator. Arguments after -- are the example's.
import { main } from "./lib/main.mjs";
import { run } from "./lib/run.mjs";
import { build, needsLinux, setUp } from "./lib/set-up.mjs";
import { TO_COMPILE, TO_RUN } from "./lib/system-packages.mjs";

await main(async () => {
  needsLinux("npm run demo");
  await setUp([...TO_COMPILE, ...TO_RUN]);
  await build();
  const example = [process.execPath, "examples/console/index.js", ...process.argv.slice(2)];
  const { exitCode } = await run(
    process.execPath,
    ["packages/emulator/dist/cli/main.js", "run", "--", ...example],
    {
      output: "inherit",
    },
  );
  return exitCode;
});
