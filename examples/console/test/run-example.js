import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startEmulator } from "@authbroker/emulator";
import { onTestFinished } from "vitest";

const EXAMPLE = fileURLToPath(new URL("../index.js", import.meta.url));

/**
 * An emulator that ends with the test.
 *
 * @param {import("@authbroker/emulator").EmulatorOptions} [options]
 */
export async function emulated(options) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  return emulator;
}

/**
 * Starts the example where there is no display, unless the environment names one.
 *
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 */
export function start(args, env) {
  return spawn(process.execPath, [EXAMPLE, ...args], {
    env: { ...process.env, NO_COLOR: "1", DISPLAY: "", WAYLAND_DISPLAY: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/**
 * Runs the example to its end.
 *
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} env
 * @param {(text: string, child: import("node:child_process").ChildProcess) => void} [onStderr] is shown what a person
 *   would see meanwhile
 */
export async function run(args, env, onStderr = () => {}) {
  const child = start(args, env);
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk) => (output.stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk) => {
    output.stderr += chunk;
    onStderr(chunk, child);
  });
  const [code] = await once(child, "close");
  return { code, ...output };
}

/** @param {string} text @returns {unknown} */
export function lastLine(text) {
  return JSON.parse(text.trimEnd().split("\n").at(-1) ?? "");
}
