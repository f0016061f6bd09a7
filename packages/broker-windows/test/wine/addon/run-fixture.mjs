import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/**
 * Runs a script of `fixtures/` in a Node.js of its own, until it ends.
 *
 * @param {string} script
 * @param {readonly string[]} args
 * @param {{ program?: string, nodeOptions?: readonly string[] }} [options]
 * @returns {Promise<{ code: number | null, lines: string[], stderr: string }>}
 */
export async function runFixture(script, args, { program = process.execPath, nodeOptions = [] } = {}) {
  const file = fileURLToPath(new URL(`fixtures/${script}`, import.meta.url));
  const child = spawn(program, [...nodeOptions, file, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const [code] = await once(child, "close");
  return { code, lines: stdout.split(/\r?\n/).filter((line) => line !== ""), stderr };
}
