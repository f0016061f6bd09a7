import assert from "node:assert/strict";
import { test } from "node:test";
import { CONTRACT_VERSION } from "@authbroker/core";

test("core loads in Windows' Node.js", () => {
  assert.equal(process.platform, "win32");
  assert.equal(CONTRACT_VERSION, 1);
});
