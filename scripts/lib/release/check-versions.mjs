/**
 * What is wrong with the versions of a release, as sentences; nothing when it is right.
 *
 * @param {ReadonlyMap<string, string>} before the version of each published package, by its name
 * @param {readonly import("../workspace.mjs").Manifest[]} after their manifests as they are packed
 * @returns {string[]}
 */
export function wrongVersions(before, after) {
  const problems = [];
  const versions = new Set(after.map(({ version }) => version));
  if (versions.size > 1) {
    problems.push(
      `The packages carry one version, and have ${[...versions].join(" and ")}: is one missing from "fixed" in .changeset/config.json?`,
    );
  }
  for (const { name, version, dependencies, peerDependencies } of after) {
    if (before.get(name)?.startsWith("0.") === true && !version.startsWith("0.")) {
      problems.push(`${name} would be ${version}. While it is 0.x, a breaking change is a minor one.`);
    }
    for (const [other, range] of Object.entries({ ...dependencies, ...peerDependencies })) {
      if (before.has(other) && !isBounded(range)) {
        problems.push(
          `${name} would take any later ${other} (${range}), also one of another contract: give the range an end.`,
        );
      }
    }
  }
  return problems;
}

/**
 * Whether a range ends somewhere.
 *
 * @param {string} range
 */
const isBounded = (range) => /^[~^]?\d/.test(range) || range.includes("<");
