// npm run test:windows: the tests of the Windows broker in Windows' own Node.js, under Wine. Arguments after -- are parts
// of the paths of the test files to run.
import { SetUpError } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { report } from "./lib/report.mjs";
import { build, setUp } from "./lib/set-up.mjs";
import { TO_BUILD, TO_RUN_WINDOWS } from "./lib/system-packages.mjs";
import { testWindows, whyNotHere } from "./lib/windows/suite.mjs";

await main(async () => {
  if (whyNotHere !== undefined) throw new SetUpError(`npm run test:windows ${whyNotHere}.`);
  await setUp([...TO_BUILD, ...TO_RUN_WINDOWS]);
  await build();
  return report(await testWindows(process.argv.slice(2)));
});
