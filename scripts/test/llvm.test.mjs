import { expect, test } from "vitest";
import { llvmTool } from "../lib/llvm.mjs";

/** @param {readonly string[]} files */
function among(...files) {
  const onPath = (/** @type {string} */ program) => files.find((file) => file === `/usr/bin/${program}`);
  return llvmTool("ld64.lld", onPath, (file) => files.includes(file));
}

test("the tool without a version is taken before those with one", () => {
  expect(among("/usr/bin/ld64.lld-19", "/usr/bin/ld64.lld")).toBe("/usr/bin/ld64.lld");
});

test("of several versions the newest is taken, wherever it is", () => {
  expect(among("/usr/bin/ld64.lld-14", "/usr/bin/ld64.lld-19")).toBe("/usr/bin/ld64.lld-19");
  expect(among("/usr/bin/ld64.lld-14", "/usr/lib/llvm-16/bin/ld64.lld")).toBe(
    "/usr/lib/llvm-16/bin/ld64.lld",
  );
});

test("a version that does not sign is not taken", () => {
  expect(among("/usr/bin/ld64.lld-13")).toBeUndefined();
});
