import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { manifestOf, root } from "../lib/workspace.mjs";

const folder = join(root, ".github", "workflows");
/** Those of the repository, and of the example that a job works in. */
const scripts = [root, join(root, "examples", "electron")].flatMap((from) =>
  Object.keys(manifestOf(from).scripts ?? {}),
);

describe.each(readdirSync(folder))("%s", (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  const workflow = parse(text);
  /** @type {{ permissions?: Record<string, string>, "timeout-minutes"?: number, uses?: string, steps?: { run?: string, uses?: string }[] }[]} */
  const jobs = Object.values(workflow.jobs);

  test("names every action by its digest, and its version beside it", () => {
    const used = text.split("\n").filter((line) => line.includes("uses:"));
    // A workflow of this repository is of the same commit.
    const actions = used.filter((line) => !line.includes("uses: ./"));
    expect(actions.length).toBeGreaterThan(0);
    for (const line of actions) expect(line).toMatch(/uses: [\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
    expect(jobs.filter(({ uses }) => uses !== undefined).length).toBe(used.length - actions.length);
  });

  test("may do nothing, and each of its jobs only what it says, within a time", () => {
    expect(workflow.permissions).toEqual({});
    for (const job of jobs) {
      expect(job.permissions).toBeDefined();
      // One that calls a workflow has the limits of that one's jobs.
      if (job.uses === undefined) expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
      // It cannot even clone a repository that is not public without.
      const clones = job.steps?.some(({ uses }) => uses?.startsWith("actions/checkout@"));
      if (clones) expect(job.permissions).toHaveProperty("contents");
    }
  });

  test("runs scripts that there are", () => {
    const commands = [...text.matchAll(/\bnpm run (?<script>[\w:-]+)/g)].map(([, script]) => script);
    expect(scripts).toEqual(expect.arrayContaining(commands));
    const files = [
      ...text.matchAll(/\bnode (?<file>(?:scripts|packages|node_modules)\/[\w./-]+(?=[\s)]))/g),
    ].map(([, file]) => file);
    for (const file of files) expect(existsSync(join(root, `${file}`)), file).toBe(true);
  });

  test("lets no job prove to npm who it is but the one that publishes, which installs nothing", () => {
    const proving = Object.entries(workflow.jobs).filter(([, job]) => "id-token" in job.permissions);
    expect(proving.map(([job]) => `${name}: ${job}`)).toEqual(
      name === "release.yml" ? ["release.yml: publish"] : [],
    );
    for (const [, { steps }] of proving) {
      const commands = steps.flatMap((/** @type {{ run?: string }} */ { run }) => run ?? []);
      expect(commands).toEqual(["npm run release:publish -- --provenance"]);
    }
  });

  test("starts a tool that is installed only after a command that installs it", () => {
    const tooEarly = jobs.flatMap(({ steps = [] }) => {
      const commands = steps.map(({ run = "" }) => run);
      const setUp = commands.findIndex((command) => /\bnpm (?:--prefix \S+ )?(?:run|test)\b/.test(command));
      const before = setUp === -1 ? commands : commands.slice(0, setUp);
      return before.filter((command) => /\bnode_modules\/|\bnpx /.test(command));
    });
    expect(tooEarly).toEqual([]);
  });

  test("keeps no credentials in the clone", () => {
    const checkouts = text.split("actions/checkout@").slice(1);
    for (const checkout of checkouts) expect(checkout.slice(0, 200)).toContain("persist-credentials: false");
  });
});

test("what is packed is tested where the suite is, with the addons that were downloaded, by commands that set up", () => {
  const [{ suite }, { pack }] = ["ci.yml", "release.yml"].map(
    (name) => parse(readFileSync(join(folder, name), "utf8")).jobs,
  );
  expect(pack.container).toBe(suite.container);
  expect(pack.env).toEqual({ AUTHBROKER_KEEP_ADDONS: 1 });
  const commands = (/** @type {{ steps: { run?: string }[] }} */ { steps }) =>
    steps.flatMap(({ run }) => run ?? []);
  expect(commands(pack)).toEqual([
    ...commands(suite).slice(0, -1),
    "npm run check:prebuilds -- --release",
    "npm test -- packages/packed",
  ]);
});

test("changelogs are made where each changeset's commit is, and whoever merges them is told how to get checks", () => {
  const { steps } = parse(readFileSync(join(folder, "release.yml"), "utf8")).jobs.version;
  expect(steps[0].with).toMatchObject({ "fetch-depth": 0 });
  const { env, run } = steps.at(-1);
  expect(env.BODY).toContain("close this pull request and open it again");
  expect(run).toContain('--body "$BODY"');
});

test("every addon that Linux builds is loaded on its system before it is published", () => {
  const text = readFileSync(join(folder, "prebuilds.yml"), "utf8");
  expect(text).toContain(`require("./packages/broker-linux/prebuilds/linux-x64/broker-linux.node")`);
});

test("what is published is downloaded from the workflow that built it, by the names that it has there", () => {
  const [prebuilds, release] = ["prebuilds.yml", "release.yml"].map((name) =>
    readFileSync(join(folder, name), "utf8"),
  );
  expect(release).toContain("uses: ./.github/workflows/prebuilds.yml");
  const downloads = [...`${release}`.matchAll(/download-artifact@.+\n\s+with:\n\s+name: (?<name>\S+)/g)];
  const names = downloads.map(([, name]) => name).filter((name) => name !== "packed");
  expect(names).toEqual(["linux", "win32-arm64"]);
  expect(prebuilds).toContain("name: linux\n");
  expect(prebuilds).toContain("'win32-arm64'");
});
