import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { withWine } from "../../lib/windows/wine.mjs";

/** A prefix with a server that runs, and programs in the place of Wine's that write down how they were called. */
function fakeWine() {
  const root = mkdtempSync(join(tmpdir(), "authbroker-wine-"));
  const socket = mkdtempSync("/tmp/authbroker-socket-");
  onTestFinished(() => [root, socket].forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  vi.stubEnv("PATH", `${root}${delimiter}${process.env["PATH"]}`);
  vi.stubEnv("DISPLAY", ":99");
  onTestFinished(() => void vi.unstubAllEnvs());
  const calls = join(root, "calls");
  for (const program of ["wine", "wineserver"]) {
    const line = `${program} $* prefix=$WINEPREFIX home=$HOME display=$DISPLAY`;
    writeFileSync(join(root, program), `#!/bin/sh\necho "${line}" >> "${calls}"\nexit 7\n`);
    chmodSync(join(root, program), 0o755);
  }
  const prefix = join(root, "prefix");
  mkdirSync(prefix);
  // As Debian's Wine has it; a server that runs has its socket there.
  writeFileSync(join(prefix, "wineserver"), socket.slice("/tmp/".length));
  mkdirSync(join(socket, socketName(prefix)));
  return { root, prefix, socket, calls: () => readFileSync(calls, "utf8").trim().split("\n") };
}

describe.skipIf(process.platform !== "linux")("withWine()", () => {
  test("ends the server of its prefix alone, before and after the work, and takes its socket away", async () => {
    const { root, prefix, socket, calls } = fakeWine();
    const exitCode = await withWine(prefix, async (wine) => {
      expect(existsSync(socket)).toBe(false);
      mkdirSync(join(socket, socketName(prefix)), { recursive: true });
      return await wine.run(["node.exe", "a b"], { output: 2 });
    });
    expect(exitCode).toBe(7);
    expect(calls()).toEqual([
      `wineserver -k prefix=${prefix} home=${join(root, "home")} display=`,
      `wine node.exe a b prefix=${prefix} home=${join(root, "home")} display=`,
      `wineserver -k prefix=${prefix} home=${join(root, "home")} display=`,
    ]);
    expect(existsSync(socket)).toBe(false);
  });

  test("ends the server after work that failed", async () => {
    const { prefix, socket, calls } = fakeWine();
    const work = withWine(prefix, () => {
      mkdirSync(join(socket, socketName(prefix)), { recursive: true });
      return Promise.reject(new Error("no"));
    });
    await expect(work).rejects.toThrow("no");
    expect(calls().length).toBe(2);
  });

  test("asks nothing of a server that does not run", async () => {
    const { root, prefix, socket } = fakeWine();
    rmSync(socket, { recursive: true });
    await withWine(prefix, () => Promise.resolve());
    expect(existsSync(join(root, "calls"))).toBe(false);
  });
});

/** @param {string} prefix */
function socketName(prefix) {
  const { dev, ino } = statSync(prefix);
  return `server-${dev.toString(16)}-${ino.toString(16)}`;
}
