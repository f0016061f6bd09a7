import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { exclusively } from "../lib/lock.mjs";

const lockModule = JSON.stringify(new URL("../lib/lock.mjs", import.meta.url).href);

/** The name of a lock that goes with the test, in a folder that is not there yet. */
function newLock() {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-lock-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "cache", "lock");
}

test("the work of two processes under one lock does not overlap", async () => {
  const lock = newLock();
  const script = `
    import { existsSync, writeFileSync, rmSync } from "node:fs";
    import { setTimeout } from "node:timers/promises";
    import { exclusively } from ${lockModule};
    const busy = ${JSON.stringify(`${lock}.busy`)};
    await exclusively(${JSON.stringify(lock)}, async () => {
      if (existsSync(busy)) console.log("overlap");
      writeFileSync(busy, "");
      await setTimeout(50);
      rmSync(busy);
      console.log("done");
    });
  `;
  const outputs = await Promise.all(
    [1, 2, 3].map(() =>
      text(
        spawn(process.execPath, ["--input-type=module", "-e", script], {
          stdio: ["ignore", "pipe", "ignore"],
        }).stdout,
      ),
    ),
  );
  expect(outputs).toEqual(["done\n", "done\n", "done\n"]);
  expect(existsSync(lock)).toBe(false);
});

test("a lock whose process has ended holds nobody up", async () => {
  const lock = newLock();
  const ended = spawn(process.execPath, ["-e", ""]);
  await once(ended, "exit");
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, "pid"), String(ended.pid));
  expect(await exclusively(lock, () => Promise.resolve("worked"))).toBe("worked");
});

test("a lock is gone after work that failed", async () => {
  const lock = newLock();
  await expect(exclusively(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(lock)).toBe(false);
});
