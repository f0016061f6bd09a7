// npm run release:publish: publishes the tarballs in .cache/packed, those that were tested, as far as the registry does
// not have them yet. It needs npm and Node.js, and nothing that is installed.
import { parseArgs } from "node:util";
import { SetUpError } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { publishPacked } from "./lib/release/publish-packed.mjs";

await main(async () => {
  const { provenance, "without-foreign-addons": incomplete } = readOptions();
  await publishPacked(provenance ? ["--provenance"] : [], { everyAddon: !incomplete });
  return 0;
});

/** No other options of npm's: what is asked of the registry, and what is said here, would not hold with all of them. */
function readOptions() {
  try {
    return parseArgs({
      options: {
        // For GitHub Actions: each package tells which workflow made it.
        provenance: { type: "boolean", default: false },
        // For the rehearsal: takes broker packages without the addons that Linux cannot build.
        "without-foreign-addons": { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new SetUpError(
      `${error instanceof Error ? error.message : String(error)}\n` +
        `npm run release:publish takes --provenance and no other option of npm publish. What a release would do is ` +
        `shown by npm run release:rehearse; another registry is named by npm_config_registry, in the environment.`,
    );
  }
}
