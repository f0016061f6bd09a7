import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { say } from "./log.mjs";

/** How often a lock that another process holds is tried again, milliseconds. */
const RETRY = 200;

/** How long the holder of a lock may take to write its process id into it, milliseconds. */
const NAMELESS = 10_000;

/**
 * Does a piece of work while no other process does work under the same lock. The lock is a folder, which only one
 * process can make; one whose process has ended is taken away.
 *
 * @template T
 * @param {string} lock the folder
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function exclusively(lock, work) {
  await take(lock);
  // Also where a signal ends this process in the middle.
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

/** @param {string} lock */
async function take(lock) {
  mkdirSync(dirname(lock), { recursive: true });
  for (let said = false; !tryToTake(lock); said = true) {
    if (!said)
      say(`waiting for ${holderOf(lock)}, which holds ${lock}; if no such command runs: rm -r ${lock}`);
    removeStale(lock);
    await delay(RETRY);
  }
}

/** @param {string} lock */
function tryToTake(lock) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
  writeFileSync(join(lock, "pid"), String(process.pid));
  return true;
}

/**
 * The holder of a lock, for a person. Where its process has ended, another one may have got its id, which is then waited
 * for: only a person can tell.
 *
 * @param {string} lock
 */
function holderOf(lock) {
  const pid = readPid(lock);
  return `another command in this repository${pid === "" ? "" : ` (process ${pid})`}`;
}

/**
 * Takes a lock away whose process has ended.
 *
 * @param {string} lock
 */
function removeStale(lock) {
  try {
    const holder = readPid(lock);
    if (isStale(lock, Number(holder))) removeLockOf(holder, lock);
  } catch (error) {
    // Released, taken away by another, or taken by a third one, meanwhile.
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].some((code) => isCode(error, code))) throw error;
  }
}

/**
 * Takes away the lock of a process. It is renamed first, which only one of those who wait can do; that one may come so
 * late that it has renamed the lock of the next process, and puts it back.
 *
 * @param {string} holder the process id
 * @param {string} lock
 */
export function removeLockOf(holder, lock) {
  const aside = `${lock}.${process.pid}`;
  renameSync(lock, aside);
  if (readPid(aside) === holder) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, lock);
}

/**
 * @param {string} lock
 * @param {number} pid
 */
function isStale(lock, pid) {
  if (pid === 0) return Date.now() - statSync(lock).mtimeMs > NAMELESS;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

/** @param {string} lock */
function readPid(lock) {
  try {
    return readFileSync(join(lock, "pid"), "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return "";
    throw error;
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isCode(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}
