/**
 * What is wrong with the versions of a release, as sentences; nothing when it is right.
 *
 * @param {ReadonlyMap<string, string>} before the version of each published package, by its name
 * @param {readonly import("../workspace.mjs").Manifest[]} after their manifests, as they are packed or in the
 *   workspace
 * @returns {string[]}
 */
export function wrongVersions(before, after) {
  const raised = after.find(({ name, version }) => isEarly(before.get(name)) && !isEarly(version));
  if (raised !== undefined) {
    return [
      `A changeset says "major", which would make ${raised.name} ${raised.version}. ` +
        `While it is 0.x, a breaking change is a "minor" one: write that into .changeset.`,
    ];
  }
  const versions = new Set(after.map(({ version }) => version));
  const problems = after.flatMap((manifest) => openRanges(manifest, before));
  if (versions.size === 1) return problems;
  const list = [...versions].join(" and ");
  return [
    `The packages carry one version, and have ${list}: is one missing from "fixed" in .changeset/config.json?`,
    ...problems,
  ];
}

/** @param {string | undefined} version */
const isEarly = (version) => version?.startsWith("0.") === true;

/**
 * @param {import("../workspace.mjs").Manifest} manifest
 * @param {ReadonlyMap<string, string>} ours
 */
function openRanges({ name, dependencies, peerDependencies }, ours) {
  return Object.entries({ ...dependencies, ...peerDependencies })
    .filter(([other, range]) => ours.has(other) && !isBounded(range))
    .map(
      ([other, range]) =>
        `${name} would take any later ${other} (${range}), also one of another contract: give the range an end.`,
    );
}

/**
 * Whether a range ends somewhere. That of a workspace without a version becomes one of the version that is packed.
 *
 * @param {string} range
 */
const isBounded = (range) =>
  /^(?:workspace:[~^*]$|(?:workspace:)?[~^]?\d)/.test(range) || range.includes("<");
