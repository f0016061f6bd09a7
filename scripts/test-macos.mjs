// npm run test:macos: the tests of the macOS broker, on GNUstep, and its native ones again under the sanitizers. Arguments
// after -- are Vitest's: file names or options that narrow what runs, and then nothing else does.
import { main } from "./lib/main.mjs";
import { run } from "./lib/run.mjs";
import { build, isLinux, setUp } from "./lib/set-up.mjs";
import { SetUpError } from "./lib/log.mjs";
import { TO_BUILD, TO_SANITIZE_ON_GNUSTEP } from "./lib/system-packages.mjs";
import { tool } from "./lib/workspace.mjs";

await main(async () => {
  const narrowed = process.argv.slice(2);
  if (!isLinux) {
    throw new SetUpError(
      `npm run test:macos needs Linux: it runs the addon's Objective-C on GNUstep. On this system (${process.platform}), npm test runs everything that does not.`,
    );
  }
  await setUp([...TO_BUILD, ...TO_SANITIZE_ON_GNUSTEP]);
  await build();
  const files = narrowed.length > 0 ? narrowed : ["packages/broker-macos/test"];
  const tested = await run(process.execPath, [tool("vitest"), "run", ...files], { output: "inherit" });
  if (narrowed.length > 0) return tested.exitCode;
  const sanitized = await run(process.execPath, ["packages/broker-macos/test/native/sanitize.mjs"], {
    output: "inherit",
  });
  return tested.exitCode || sanitized.exitCode;
});
