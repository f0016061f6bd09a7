import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { SetUpError } from "../log.mjs";
import { run } from "../run.mjs";

/** How long a program may take, milliseconds, unless its caller says otherwise. */
const TIME_LIMIT = 2 * 60_000;

/** Where distributions keep Wine: Debian and Ubuntu, Fedora, and Wine's own packages. */
const LIBRARY_FOLDERS = [
  "/usr/lib/x86_64-linux-gnu/wine/x86_64-windows",
  "/usr/lib64/wine/x86_64-windows",
  "/usr/lib/wine/x86_64-windows",
  "/opt/wine-stable/lib64/wine/x86_64-windows",
  "/opt/wine-stable/lib/wine/x86_64-windows",
];

/** The folder of the libraries that Wine copies into a prefix; undefined where there is no 64-bit Wine. */
export function wineLibraries() {
  return LIBRARY_FOLDERS.find((folder) => existsSync(join(folder, "ntdll.dll")));
}

/**
 * @typedef {object} Wine a Windows of our own
 * @property {string} prefix the folder that it is in
 * @property {(args: readonly string[], options: RunOptions) => Promise<number>} run runs a Windows program and gives its
 *   exit code
 * @property {() => void} stop ends every program that runs in it
 */

/**
 * @typedef {object} RunOptions
 * @property {number} output the descriptor of a file: Windows' Node.js cannot write to a pipe of Linux
 * @property {number} [timeLimit] milliseconds; 0 is none
 */

/**
 * Does work with the Windows in a prefix, and ends what still runs there afterwards, also when a signal ends this process.
 *
 * @template T
 * @param {string} prefix
 * @param {(wine: Wine) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withWine(prefix, work) {
  const home = join(prefix, "..", "home");
  mkdirSync(home, { recursive: true });
  const env = environment(prefix, home);
  const stop = () => stopServer(prefix, env);
  process.once("exit", stop);
  // What an earlier command left behind that was killed.
  stop();
  try {
    return await work({
      prefix,
      stop,
      run: async (args, { output, timeLimit = TIME_LIMIT }) => {
        // A folder that Windows sees; from another one Node.js can start no second process.
        const cwd = join(prefix, "..");
        const start = performance.now();
        const { exitCode } = await run("wine", args, { cwd, inheritEnv: false, env, output, timeLimit });
        if (timeLimit === 0 || performance.now() - start < timeLimit) return exitCode;
        throw new SetUpError(`Wine did not end "${args.join(" ")}" within ${timeLimit / 1000} seconds.`);
      },
    });
  } finally {
    process.off("exit", stop);
    stop();
  }
}

/**
 * All that a program under Wine sees of this process's environment. No display is in it, and no folder of the person's.
 *
 * @param {string} prefix
 * @param {string} home
 */
function environment(prefix, home) {
  return {
    PATH: process.env.PATH,
    HOME: home,
    // The encoding of file names.
    LC_ALL: "C.UTF-8",
    WINEPREFIX: prefix,
    WINEARCH: "win64",
    WINEDEBUG: "-all",
    // No dialog that offers to install .NET or a browser engine, and no entries in the person's menu.
    WINEDLLOVERRIDES: "mscoree,mshtml,winemenubuilder.exe=",
  };
}

/**
 * Ends the server of one prefix, and with it every program there, and takes its socket away.
 *
 * @param {string} prefix
 * @param {NodeJS.ProcessEnv} env
 */
function stopServer(prefix, env) {
  const folder = socketFolder(prefix);
  if (folder === undefined || !existsSync(folder)) return;
  spawnSync("wineserver", ["-k"], { env, stdio: "ignore", timeout: 10_000 });
  rmSync(folder, { recursive: true, force: true });
  try {
    rmdirSync(join(folder, ".."));
  } catch {
    // Another prefix of this person has its socket there.
  }
}

/**
 * The folder of the server's socket: the one thing that Wine keeps outside of the prefix. Its name is made of the prefix's
 * device and inode; Debian puts it into a folder with a name of chance, which it writes into the prefix.
 *
 * @param {string} prefix
 */
function socketFolder(prefix) {
  const { dev, ino } = statSync(prefix, { bigint: true, throwIfNoEntry: false }) ?? {};
  if (dev === undefined || ino === undefined) return undefined;
  const name = `server-${dev.toString(16)}-${ino.toString(16)}`;
  const nameFile = join(prefix, "wineserver");
  const parent = existsSync(nameFile)
    ? readFileSync(nameFile, "utf8").trim()
    : `.wine-${process.getuid?.() ?? 0}`;
  return join("/tmp", parent, name);
}
