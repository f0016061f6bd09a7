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
    if (!said) say(`waiting for another command in this repository, which holds ${lock}`);
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
 * Takes a lock away whose process has ended. It is renamed first, which only one of those who wait can do.
 *
 * @param {string} lock
 */
function removeStale(lock) {
  try {
    if (!isStale(lock)) return;
    const aside = `${lock}.${process.pid}`;
    renameSync(lock, aside);
    rmSync(aside, { recursive: true, force: true });
  } catch (error) {
    // Released, or taken away by another, meanwhile.
    if (!isCode(error, "ENOENT")) throw error;
  }
}

/** @param {string} lock */
function isStale(lock) {
  const pid = Number(readPid(lock));
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
