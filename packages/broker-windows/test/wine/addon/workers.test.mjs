import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { Worker } from "node:worker_threads";
import { addon } from "../support/addon.mjs";
import { standIn } from "../support/stand-in.mjs";
import { providerRequest } from "./requests.mjs";
import { runFixture } from "./run-fixture.mjs";

/**
 * @param {string} manner
 * @param {string} [name]
 */
function start(manner, name = "scope") {
  return new Worker(new URL("fixtures/worker.mjs", import.meta.url), { workerData: { manner, name } });
}

/**
 * What the worker says first.
 *
 * @param {Worker} worker
 */
async function message(worker) {
  const [first] = await once(worker, "message");
  return first;
}

/** The main thread's own operations go on. */
async function stillWorks() {
  standIn();
  assert.equal((await addon.findProvider(providerRequest()).answer).authority, "organizations");
}

describe("worker threads", () => {
  test("several at once each get their own answers, and end by themselves", async () => {
    standIn({ answers: [{ token: "{scope}" }], calls: { "*": { delay: 100 } } });
    const names = ["one", "two", "three", "four"];
    const workers = names.map((name) => start("answers", name));
    const exits = Promise.all(workers.map((worker) => once(worker, "exit")));
    assert.deepEqual(
      await Promise.all(workers.map(message)),
      names.map((name) => Array.from({ length: 20 }, (_, index) => `${name} ${index}`)),
    );
    assert.deepEqual(
      await exits,
      names.map(() => [0]),
    );
  });

  for (const [operations, script] of Object.entries({
    "that end": { calls: { "*": { delay: 300 } } },
    "that never end": { calls: { "*": { completes: "never", ignoresCancel: true } } },
  })) {
    test(`can be terminated with operations in flight ${operations}, many times`, async () => {
      for (let round = 0; round < 5; round += 1) {
        standIn(/** @type {import("../support/script-lines.mjs").Script} */ (script));
        const workers = [start("in-flight"), start("in-flight"), start("in-flight")];
        await Promise.all(workers.map(message));
        await Promise.all(workers.map((worker) => worker.terminate()));
      }
      await stillWorks();
    });
  }

  test("that are terminated leave no window of Windows' open", async () => {
    const method = "RequestTokenForWindowAsync";
    const log = standIn({ calls: { [method]: { completes: "never" } } });
    const worker = start("in-flight");
    await log.happens("call", method);
    await worker.terminate();
    await log.happens("cancel", method);
    await log.happens("end", method);
  });

  test("can be terminated while answers stream in, many times", async () => {
    standIn();
    for (let round = 0; round < 5; round += 1) {
      const workers = [start("busy"), start("busy"), start("busy")];
      await Promise.all(workers.map(message));
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    await stillWorks();
  });

  test("may exit with operations in flight", async () => {
    standIn({ calls: { "*": { delay: 300 } } });
    assert.deepEqual(await once(start("exits"), "exit"), [5]);
    await stillWorks();
  });

  test("leave a file behind that Windows can still call when nobody else has loaded it", async () => {
    const { code, lines, stderr } = await runFixture("worker-only.mjs", []);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    const { begun, before } = JSON.parse(lines[0]);
    assert.ok(begun > before, lines[0]);
  });
});
