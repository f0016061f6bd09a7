// node scripts/release-plan.mjs: prints what the workflow "Release" has to do, as that workflow's outputs. It needs what
// GitHub Actions sets, and the token in GH_TOKEN.
import { say } from "./lib/log.mjs";
import { main } from "./lib/main.mjs";
import { plan } from "./lib/release/plan.mjs";
import { root } from "./lib/workspace.mjs";

await main(async () => {
  const { GITHUB_API_URL: api = "", GITHUB_REPOSITORY: repository = "", GH_TOKEN: token = "" } = process.env;
  const { next, version } = await plan(root, { api, repository, token });
  say(`${version}: ${next}`);
  process.stdout.write(`next=${next}\nversion=${version}\n`);
  return 0;
});
