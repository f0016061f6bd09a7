import { expect, test } from "vitest";
import { wrongVersions } from "../../lib/release/check-versions.mjs";

const CORE = "@authbroker/core";
const BROKER = "@authbroker/broker-linux";
const before = new Map([
  [CORE, "0.1.0"],
  [BROKER, "0.1.0"],
]);
const core = { name: CORE, version: "0.2.0", peerDependencies: { [BROKER]: ">=0.1.0 <1.0.0" } };
const broker = {
  name: BROKER,
  version: "0.2.0",
  dependencies: { "node-gyp-build": ">=4" },
  peerDependencies: { [CORE]: "^0.2.0" },
};

test("a minor release of everything at once is right", () => {
  expect(wrongVersions(before, [core, broker])).toEqual([]);
});

test("a package that was left behind is told", () => {
  expect(wrongVersions(before, [core, { ...broker, version: "0.1.0" }])).toEqual([
    expect.stringContaining("0.2.0 and 0.1.0"),
  ]);
});

test("1.0.0 does not come by accident, and nothing else is told beside it", () => {
  const problems = wrongVersions(before, [
    { ...core, version: "1.0.0" },
    { ...broker, version: "1.0.0", peerDependencies: { [CORE]: ">=1.0.0" } },
  ]);
  expect(problems).toEqual([
    expect.stringMatching(/says "major", which would make @authbroker\/core 1\.0\.0/),
  ]);
});

test.each(["workspace:^", "workspace:*", "workspace:>=0.1.0 <1.0.0", "~0.2.0"])(
  "a range with an end (%s) is right",
  (range) => {
    expect(wrongVersions(before, [core, { ...broker, peerDependencies: { [CORE]: range } }])).toEqual([]);
  },
);

test.each([">=0.2.0", "*", "workspace:>=0.2.0"])(
  "a range without an end (%s) on a package of ours is told",
  (range) => {
    const open = { ...broker, peerDependencies: { [CORE]: range } };
    expect(wrongVersions(before, [core, open])).toEqual([
      expect.stringContaining(`any later ${CORE} (${range})`),
    ]);
  },
);
