// npm run check: everything about the code that needs no test. Arguments after -- name the checks to run.
import { checks } from "./lib/checks.mjs";
import { SetUpError } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { packStep } from "./lib/packed.mjs";
import { buildStep, setUp } from "./lib/set-up.mjs";
import { runSteps } from "./lib/steps.mjs";
import { TO_BUILD } from "./lib/system-packages.mjs";

await main(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => checks.every((step) => step.name !== name));
  if (unknown !== undefined) {
    const names = checks.map((step) => step.name).join(", ");
    throw new SetUpError(`There is no check "${unknown}". The checks are ${names}.`);
  }
  await setUp(TO_BUILD);
  const selected = checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const results = await runSteps([buildStep, packStep, ...selected]);
  return results.every((result) => result.ok) ? 0 : 1;
});
