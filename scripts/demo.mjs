// npm run demo: sign in on the emulator, through the Linux broker unless --route says otherwise. Arguments after -- are
// the example's.
import { createPerson } from "./lib/demo-person.mjs";
import { say } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { run } from "./lib/run.mjs";
import { build, forThisSystem, needsLinux, setUp } from "./lib/set-up.mjs";
import { TO_COMPILE, TO_RUN } from "./lib/system-packages.mjs";

await main(async () => {
  needsLinux("npm run demo");
  await setUp([...TO_COMPILE, ...TO_RUN]);
  await build(forThisSystem);
  const emulator = ["packages/emulator/dist/cli/main.js", "run", "--"];
  const example = [process.execPath, "examples/console/index.js", ...process.argv.slice(2)];
  if (process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]) {
    return (await run(process.execPath, [...emulator, ...example], { output: "inherit" })).exitCode;
  }
  const { exitCode } = await run(process.execPath, [...emulator, ...example, "--no-launch-browser"], {
    output: "inherit",
    // Whoever reads along stands between the example and the terminal.
    env: process.stderr.isTTY && process.stdout.isTTY && !process.env["NO_COLOR"] ? { FORCE_COLOR: "1" } : {},
    onStderr: await createPerson(say),
  });
  return exitCode;
});
