import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { round } from "./statistics.mjs";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

/** The size of the package as it is published, with the one build that this machine makes. */
export async function packedSize() {
  const folder = await mkdtemp(join(tmpdir(), "authbroker-"));
  try {
    const file = join(folder, "broker-linux.tgz");
    await promisify(execFile)("pnpm", ["pack", "--out", file], { cwd: PACKAGE });
    const { size } = await stat(file);
    return { name: "size of broker-linux as packed", value: round(size / 1000, 1), unit: "kB", limit: 100 };
  } finally {
    await rm(folder, { recursive: true });
  }
}
