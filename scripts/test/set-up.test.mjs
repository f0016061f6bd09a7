import { expect, test } from "vitest";
import { withAddonOf, withoutKept } from "../lib/set-up.mjs";

const tasks = withAddonOf("windows");

test("a build makes the addon that it is asked for, and leaves it alone where AUTHBROKER_KEEP_ADDONS is set", () => {
  expect(tasks).toHaveLength(2);
  expect(withoutKept(tasks, {})).toEqual(tasks);
  expect(withoutKept(tasks, { AUTHBROKER_KEEP_ADDONS: "1" })).toEqual(["build"]);
});
