import { tmpdir } from "node:os";
import { dirname } from "node:path";

/**
 * The environment of somebody who has this Node.js and nothing of this machine's settings: npm hands its own on to
 * whatever it runs.
 */
export function ownEnvironment(home: string): Readonly<Record<string, string>> {
  const path = `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`;
  return { PATH: path, HOME: home, TMPDIR: tmpdir(), LANG: "C.UTF-8" };
}
