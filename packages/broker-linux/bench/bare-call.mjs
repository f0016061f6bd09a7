// Builds and runs bare_call.c, the benchmark's yardstick.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("bare_call.c", import.meta.url));
const folder = fileURLToPath(new URL("../.cache/bench/", import.meta.url));
const program = `${folder}bare_call`;

/** Compiles bare_call.c as the addon is compiled, and returns the program's path. */
export function buildBareCall() {
  mkdirSync(folder, { recursive: true });
  const flags = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror"];
  execFileSync("cc", [...flags, "-o", program, source, "-lsystemd"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  return program;
}

/**
 * Makes `count` calls with bare_call, which `buildBareCall` has built.
 *
 * @param {{ address: string, destination: string, path: string, interface: string, member: string }} target
 * @param {readonly string[]} requests the third argument of each call in turn; one line each
 * @param {number} count
 * @param {"sequential" | "parallel"} manner
 * @returns {{ calls: number, replyBytes: number, medianMicroseconds?: number, totalMicroseconds?: number }}
 */
export function runBareCall(target, requests, count, manner) {
  const args = [target.address, target.destination, target.path, target.interface, target.member];
  const output = execFileSync(program, [...args, String(count), manner], {
    input: `${requests.join("\n")}\n`,
    encoding: "utf8",
  });
  return JSON.parse(output);
}
