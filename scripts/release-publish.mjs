// npm run release:publish: publishes the tarballs in .cache/packed, those that were tested, as far as the registry does
// not have them yet. Arguments after -- are npm publish's own: --provenance in GitHub Actions. It needs npm and Node.js,
// and nothing that is installed.
import { main } from "./lib/main.mjs";
import { publishPacked } from "./lib/release/publish-packed.mjs";

await main(async () => {
  await publishPacked(process.argv.slice(2));
  return 0;
});
