// npm run release:publish: publishes the tarballs in .cache/packed, those that were tested, as far as the registry does
// not have them yet. Arguments after -- are npm publish's own: --provenance in GitHub Actions. The rehearsal's
// --without-foreign-addons takes broker packages without the addons that Linux cannot build. It needs npm and Node.js, and
// nothing that is installed.
import { main } from "./lib/main.mjs";
import { publishPacked } from "./lib/release/publish-packed.mjs";

const INCOMPLETE = "--without-foreign-addons";

await main(async () => {
  const options = process.argv.slice(2);
  await publishPacked(
    options.filter((option) => option !== INCOMPLETE),
    { everyAddon: !options.includes(INCOMPLETE) },
  );
  return 0;
});
