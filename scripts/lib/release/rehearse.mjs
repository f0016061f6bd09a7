import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { dependenciesOf } from "../installed.mjs";
import { SetUpError, say, timed } from "../log.mjs";
import { packedFile, packedManifest, published } from "../packed.mjs";
import { run } from "../run.mjs";
import { build } from "../set-up.mjs";
import { manifestOf, root } from "../workspace.mjs";
import { wrongVersions } from "./check-versions.mjs";
import { copyCheckout, copyPrebuilds } from "./scratch.mjs";
import { tryOut } from "./trial.mjs";

// What stands on packages of others is loaded where it is used: a fresh clone does not have them when this file is.

/** The packages of others that the trial gets. */
const OTHERS = [
  { name: "@azure/msal-node", from: join(root, "packages", "core") },
  { name: "picocolors", from: join(root, "examples", "console") },
  ...["broker-linux", "emulator"].flatMap((name) => dependenciesOf(join(root, "packages", name))),
];

/** A rehearsal is held where the other addons are not: on Linux. */
const WITHOUT_FOREIGN = ["--without-foreign-addons"];

/**
 * Goes through a release: versions, packs, publishes to a registry of this machine, installs from it and signs in.
 *
 * @param {string} folder an empty one, outside of the checkout, which is left as it is
 * @throws {SetUpError} with what would go wrong
 */
export async function rehearse(folder) {
  const scratch = join(folder, "checkout");
  mkdirSync(scratch);
  const before = new Map(
    published()
      .map(manifestOf)
      .map(({ name, version }) => [name, version]),
  );
  await timed("Copying the checkout", () => copyCheckout(scratch));
  await timed("Making versions and changelogs (npm run version-packages)", () =>
    script(scratch, "version-packages"),
  );
  await ensurePrebuilds();
  const packed = await timed("Building and packing (npm run release:pack)", async () => {
    copyPrebuilds(scratch);
    await script(scratch, "check-prebuilds");
    await script(scratch, "release-pack");
    return checkPacked(scratch, before);
  });
  const came = await onOwnRegistry(folder, scratch);
  for (const { name, version } of packed) {
    const installed = came[name];
    if (installed !== undefined && installed !== version) {
      throw new SetUpError(`${name} ${version} was published, and ${installed} was installed.`);
    }
    const tried = installed === undefined ? "" : ", installed and tried";
    say(`  ${name} ${before.get(name)} → ${version}: packed, published${tried}`);
  }
  say("Nothing left this machine, and the checkout is as it was.");
}

/** A release gets the addons from the machines that build them; here, from this checkout. */
async function ensurePrebuilds() {
  const { checkFile } = await import("../addons/check.mjs");
  const { isBuiltHere, TARGETS } = await import("../addons/targets.mjs");
  const isThere = TARGETS.filter(isBuiltHere).every((target) => checkFile(target).size !== undefined);
  if (!isThere) await build();
}

/**
 * @param {string} scratch
 * @param {ReadonlyMap<string, string>} before
 * @returns {Promise<import("../workspace.mjs").Manifest[]>} the manifests as they are packed
 */
async function checkPacked(scratch, before) {
  const packed = await Promise.all(
    [...before.keys()].map((name) => packedManifest(packedFile(name, scratch))),
  );
  const problems = wrongVersions(before, packed);
  for (const folder of published()) {
    const { name, version } = manifestOf(inScratch(scratch, folder));
    const file = packedFile(name, scratch);
    const { output } = await run("tar", ["-xzOf", file, "package/CHANGELOG.md"]);
    if (!output.includes(`## ${version}\n`)) {
      problems.push(
        `The CHANGELOG.md in the tarball of ${name} says nothing of ${version}, or is not there.`,
      );
    }
  }
  if (problems.length > 0) throw new SetUpError(problems.join("\n"));
  return packed;
}

/**
 * Publishes twice, as after a release that broke off, and installs.
 *
 * @param {string} folder
 * @param {string} scratch
 */
async function onOwnRegistry(folder, scratch) {
  const { startRegistry } = await import("../registry/start.mjs");
  const { publishInstalled } = await import("../registry/publish.mjs");
  const registry = await startRegistry();
  try {
    const env = npmSettings(folder, registry.url);
    await timed("Publishing to a registry of this machine (npm run release:publish)", () =>
      script(scratch, "release-publish", env, WITHOUT_FOREIGN),
    );
    await timed("Publishing once more, which leaves alone what is there", () =>
      script(scratch, "release-publish", env, WITHOUT_FOREIGN),
    );
    await publishInstalled(registry.url, OTHERS);
    return await timed("Installing in a fresh folder, and signing in on the emulator", () =>
      tryOut(join(folder, "trial"), env),
    );
  } finally {
    await registry.close();
  }
}

/**
 * What leads npm to a registry, and away from this machine's caches. In lower case, as `npm run` hands its own on.
 *
 * @param {string} folder
 * @param {string} registry
 */
function npmSettings(folder, registry) {
  const file = join(folder, "npmrc");
  // npm publishes nothing for nobody; this registry lets anybody.
  const token = `${registry.replace(/^http:/, "")}:_authToken=rehearsal`;
  writeFileSync(file, `registry=${registry}\n${token}\n`);
  return {
    npm_config_userconfig: file,
    npm_config_registry: registry,
    npm_config_cache: join(folder, "npm"),
  };
}

/**
 * Runs a script of the scratch copy.
 *
 * @param {string} scratch
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @param {readonly string[]} [args]
 */
async function script(scratch, name, env = {}, args = []) {
  const { exitCode, output } = await run(process.execPath, [join("scripts", `${name}.mjs`), ...args], {
    cwd: scratch,
    env,
  });
  if (exitCode !== 0) throw new SetUpError(`${output}\nscripts/${name}.mjs ended with status ${exitCode}.`);
}

/**
 * The same folder in the scratch copy.
 *
 * @param {string} scratch
 * @param {string} folder of this checkout
 */
const inScratch = (scratch, folder) => join(scratch, relative(root, folder));
