// npm run package -- [--linux | --mac | --win] [--dir] …: lays the application out and packages it with electron-builder,
// whose arguments these are.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { stage } from "./stage.js";

const CLI = createRequire(import.meta.url).resolve("electron-builder/cli.js");

/**
 * Packages an application that is laid out.
 *
 * @param {string} folder
 * @param {readonly string[]} args electron-builder's
 * @param {import("node:child_process").StdioOptions} [stdio]
 * @returns {Promise<{ exitCode: number, output: string }>}
 */
export async function packageApp(folder, args, stdio = ["ignore", "pipe", "pipe"]) {
  const child = spawn(process.execPath, [CLI, "--projectDir", folder, ...args], { stdio });
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => (output += text));
  child.stderr?.setEncoding("utf8").on("data", (text) => (output += text));
  const [code] = await once(child, "close");
  return { exitCode: code ?? 1, output };
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const folder = fileURLToPath(new URL("../build/app", import.meta.url));
  stage(folder);
  process.exitCode = (await packageApp(folder, process.argv.slice(2), "inherit")).exitCode;
}
