import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { exclusively, removeLockOf } from "../lib/lock.mjs";

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

test("a lock that was taken meanwhile is not taken away with the one of a process that has ended", () => {
  const lock = newLock();
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, "pid"), "2");
  removeLockOf("1", lock);
  expect(readFileSync(join(lock, "pid"), "utf8")).toBe("2");
  removeLockOf("2", lock);
  expect(readdirSync(join(lock, ".."))).toEqual([]);
});

test("who waits is told for which process, and what to do where that is none of ours", async () => {
  const lock = newLock();
  mkdirSync(lock, { recursive: true });
  writeFileSync(join(lock, "pid"), String(process.pid));
  const script = `
    import { exclusively } from ${lockModule};
    await exclusively(${JSON.stringify(lock)}, async () => {});
  `;
  const waiting = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(waiting, "exit");
  const [line] = await once(waiting.stderr, "data");
  expect(String(line)).toContain(`(process ${process.pid}), which holds ${lock}`);
  expect(String(line)).toContain(`if no such command runs: rm -r ${lock}\n`);
  rmSync(lock, { recursive: true });
  expect(await ended).toEqual([0, null]);
});

test("a lock is gone after work that failed", async () => {
  const lock = newLock();
  await expect(exclusively(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(existsSync(lock)).toBe(false);
});
