import { describe, expect, test } from "vitest";
import { boundaryViolations, sourceFiles } from "../lib/imports.mjs";
import { root } from "../lib/workspace.mjs";

const loader = "packages/core/src/load-broker.ts";

describe("an import that goes the right way passes", () => {
  test.each([
    ["packages/broker-linux/src/index.ts", `import { BrokerError } from "@authbroker/core";`],
    ["packages/emulator/src/broker.ts", `export type { Broker } from "@authbroker/core";`],
    ["packages/core/src/index.ts", `import { readFileSync } from "node:fs"; export * from "./contract.js";`],
    ["examples/console/index.js", `import { broker } from "@authbroker/broker-linux";`],
    ["packages/core/test/router.test.ts", `import { emulator } from "@authbroker/emulator";`],
    [loader, `export const load = () => import("@authbroker/broker-linux");`],
  ])("%s: %s", (path, code) => {
    expect(boundaryViolations(path, code)).toEqual([]);
  });
});

describe("an import that goes the wrong way is named with its line", () => {
  test.each([
    ["packages/core/src/index.ts", `import { broker } from "@authbroker/broker-linux";`],
    ["packages/core/src/index.ts", `import type { Broker } from "@authbroker/emulator";`],
    ["packages/core/src/index.ts", `export { broker } from "@authbroker/broker-macos";`],
    ["packages/core/src/index.ts", `await import("@authbroker/broker-linux");`],
    ["packages/core/src/index.ts", `require("@authbroker/broker-linux");`],
    ["packages/core/src/index.ts", `import "../../broker-linux/src/index.js";`],
    ["packages/core/src/index.ts", "const name = `@authbroker/broker-linux`; await import(name);"],
    ["packages/core/src/index.ts", "await import(`@authbroker/broker-linux`);"],
    [loader, `import { broker } from "@authbroker/broker-linux";`],
    [loader, `await import("@authbroker/emulator");`],
    ["packages/broker-linux/src/index.ts", `import { broker } from "@authbroker/broker-windows";`],
    ["packages/broker-linux/src/index.ts", `import { start } from "@authbroker/emulator";`],
    ["packages/emulator/src/index.ts", `import { broker } from "@authbroker/broker-linux/internals.js";`],
    ["examples/console/index.js", `import { start } from "@authbroker/emulator";`],
  ])("%s: %s", (path, code) => {
    const violations = boundaryViolations(path, `\n${code}`);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toContain(`${path}:2 `);
  });
});

test("every package's sources and the examples are looked at, and nothing installed or built is", () => {
  const files = sourceFiles(root);
  expect(files).toContain("packages/core/src/contract.ts");
  expect(files).toContain("packages/broker-linux/src/addon.ts");
  expect(files.filter((path) => /node_modules|dist|\.test\./.test(path))).toEqual([]);
});
