import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { standIn } from "../support/stand-in.mjs";
import { runFixture } from "./run-fixture.mjs";

const SLOW = { calls: { "*": { delay: 1000 } } };
const NEVER = /** @type {const} */ ({ calls: { "*": { completes: "never", ignoresCancel: true } } });

describe("a process", () => {
  test("ends by itself when it only loaded the addon", async () => {
    standIn();
    assert.deepEqual(await runFixture("asks.mjs", ["nothing"]), { code: 0, lines: ["loaded"], stderr: "" });
  });

  test("stays for an operation, and ends by itself when it has its answer", async () => {
    standIn(SLOW);
    assert.deepEqual(await runFixture("asks.mjs", ["waits"]), {
      code: 0,
      lines: ["organizations"],
      stderr: "",
    });
  });

  test("stays for an operation until its time limit", async () => {
    standIn(NEVER);
    assert.deepEqual(await runFixture("asks.mjs", ["waits", "500"]), {
      code: 0,
      lines: ["timeout"],
      stderr: "",
    });
  });

  test("is not kept by an operation that was given up, though Windows keeps it", async () => {
    standIn(NEVER);
    assert.deepEqual(await runFixture("asks.mjs", ["cancels"]), {
      code: 0,
      lines: ["cancelled"],
      stderr: "",
    });
  });

  for (const where of ["in-main", "in-workers"]) {
    for (const [calls, script] of Object.entries({
      "that end": SLOW,
      "that never end": NEVER,
      "that end now": {},
    })) {
      test(`ends with its own code when it exits with operations in flight ${calls} (${where})`, async () => {
        standIn(script);
        const { code, stderr } = await runFixture("in-flight.mjs", ["exits", where]);
        assert.deepEqual({ code, stderr }, { code: 7, stderr: "" });
        const later = await runFixture("in-flight.mjs", ["exits-later", where]);
        assert.deepEqual({ code: later.code, stderr: later.stderr }, { code: 7, stderr: "" });
      });
    }
  }

  test("ends as Node.js ends on an uncaught error with operations in flight", async () => {
    standIn(SLOW);
    const { code, lines, stderr } = await runFixture("in-flight.mjs", ["throws"]);
    assert.deepEqual({ code, lines }, { code: 1, lines: [] });
    assert.match(stderr, /thrown with operations in flight/);
  });

  test("whose program has another name than node.exe has Node-API all the same", async () => {
    standIn();
    const folder = mkdtempSync(path.join(tmpdir(), "renamed-"));
    const program = path.join(folder, "electron.exe");
    copyFileSync(process.execPath, program);
    const result = await runFixture("asks.mjs", ["waits"], { program });
    rmSync(folder, { recursive: true });
    assert.deepEqual(result, { code: 0, lines: ["organizations"], stderr: "" });
  });
});
