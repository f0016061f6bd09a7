// npm run bench: what a call costs, as ratios. Arguments after -- are the benchmark's.
import { main } from "./lib/main.mjs";
import { run } from "./lib/run.mjs";
import { build, needsLinux, setUp } from "./lib/set-up.mjs";
import { TO_COMPILE, TO_RUN } from "./lib/system-packages.mjs";

await main(async () => {
  needsLinux("npm run bench");
  await setUp([...TO_COMPILE, ...TO_RUN]);
  await build();
  const { exitCode } = await run(
    process.execPath,
    ["packages/broker-linux/bench/bench.mjs", ...process.argv.slice(2)],
    { output: "inherit" },
  );
  return exitCode;
});
