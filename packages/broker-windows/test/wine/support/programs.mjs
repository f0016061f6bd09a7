import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Beside the library of the stand-in. */
const folder = new URL("../../../stand-in/", import.meta.url);

/** @param {string} name */
function programOf(name) {
  return fileURLToPath(new URL(`${name}.exe`, folder));
}

/**
 * Checks the manners of the stand-in from C++; see ../../stand-in/programs/self_test.cc.
 *
 * @param {string} providerId a provider that takes a while to find
 * @returns {Promise<string[]>} one line for each check
 */
export async function selfTest(providerId) {
  try {
    const { stdout } = await execute(programOf("self-test"), [providerId]);
    return stdout.trim().split(/\r?\n/);
  } catch (error) {
    // Its exit code counts the checks that failed; they are in its output.
    return String(error.stdout).trim().split(/\r?\n/);
  }
}

/**
 * Opens a window of another process, as an application has one.
 *
 * @param {"visible" | "hidden"} [visibility]
 * @returns {Promise<{ handle: bigint, close: () => Promise<void> }>}
 */
export async function openWindow(visibility = "visible") {
  const child = spawn(programOf("owner-window"), [visibility], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const [line] = await Promise.race([
    once(child.stdout, "data"),
    ended.then(([code]) => [`ended with ${code}`]),
  ]);
  if (!/^\d+\s*$/.test(String(line))) throw new Error(`owner-window.exe made no window: ${line}`);
  return {
    handle: BigInt(String(line).trim()),
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** How many kernel objects this process has open, without keys of the registry, which Wine itself leaves open. */
export async function openHandles() {
  const { stdout } = await execute(programOf("handles"), [String(process.pid)]);
  return Number(stdout);
}

/**
 * What becomes of a process that does what must end it at once; see ../../stand-in/programs/fail_fast.cc.
 *
 * @param {...string} mistake one of the program's, or none
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
export function failFast(...mistake) {
  return outcomeOf("fail-fast", mistake);
}

/** How many secrets can be read in memory that was given back; see ../../stand-in/programs/secrets.cc. */
export async function secretsLeft() {
  return (await outcomeOf("secrets", [])).exitCode;
}

/**
 * Runs a script in a Node.js of its own, with a console whose window can be seen.
 *
 * @param {URL} script
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
export function runInConsole(script) {
  return outcomeOf("console", [process.execPath, fileURLToPath(script)]);
}

/**
 * How a program ends.
 *
 * @param {string} name of a program
 * @param {readonly string[]} args
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
function outcomeOf(name, args) {
  return new Promise((resolve) => {
    const child = execFile(programOf(name), args, (_, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}
