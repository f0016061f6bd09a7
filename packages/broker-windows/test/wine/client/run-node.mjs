import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where the harness laid out the applications. */
export const stage = fileURLToPath(new URL("../../../", import.meta.url));

/** The application that these tests are in. */
export const app = path.join(stage, "app");

/**
 * Runs Node.js until it ends by itself.
 *
 * @param {readonly string[]} args
 * @param {string} [cwd]
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
export function runNode(args, cwd = app) {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: "1" };
    const child = execFile(process.execPath, args, { cwd, env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
