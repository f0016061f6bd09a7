// npm run bench: what a call costs, as ratios. Arguments after -- are the benchmarks'.
import { main } from "./lib/main.mjs";
import { run } from "./lib/run.mjs";
import { build, forThisSystem, needsLinux, setUp } from "./lib/set-up.mjs";
import { TO_COMPILE, TO_RUN } from "./lib/system-packages.mjs";

const BENCHMARKS = ["packages/broker-linux/bench/bench.mjs", "packages/core/bench/bench.mjs"];

await main(async () => {
  needsLinux("npm run bench");
  await setUp([...TO_COMPILE, ...TO_RUN]);
  await build(forThisSystem);
  let failed = 0;
  for (const benchmark of BENCHMARKS) {
    const { exitCode } = await run(process.execPath, [benchmark, ...process.argv.slice(2)], {
      output: "inherit",
    });
    failed ||= exitCode;
  }
  return failed;
});
