import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { run } from "../lib/run.mjs";

const runModule = JSON.stringify(new URL("../lib/run.mjs", import.meta.url).href);
const mainModule = JSON.stringify(new URL("../lib/main.mjs", import.meta.url).href);

test("a child's exit code and both its streams come back", async () => {
  const code = "console.log('out'); console.error('err'); process.exitCode = 7;";
  const { exitCode, output } = await run(process.execPath, ["-e", code]);
  expect(exitCode).toBe(7);
  expect(output).toContain("out");
  expect(output).toContain("err");
});

test.skipIf(process.platform === "win32")(
  "a child that a signal ended has the shell's exit code",
  async () => {
    const { exitCode } = await run(process.execPath, ["-e", "process.kill(process.pid, 'SIGTERM')"]);
    expect(exitCode).toBe(143);
  },
);

test("what a child says on stderr is read along, and shown all the same", async () => {
  const child = "console.error('Enter code'); console.log('out');";
  const script = `
    import { run } from ${runModule};
    await run(process.execPath, ["-e", ${JSON.stringify(child)}], {
      output: "inherit",
      onStderr: (text) => console.log("read along:", text),
    });
  `;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = await Promise.all([text(parent.stdout), text(parent.stderr)]);
  expect(stderr).toBe("Enter code\n");
  expect(stdout).toContain("read along: Enter code");
  expect(stdout).toContain("out\n");
});

test("a program that is not there is an error that names it", async () => {
  await expect(run("authbroker-no-such-program", [])).rejects.toThrow("authbroker-no-such-program");
});

test.skipIf(process.platform === "win32").each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
])("%s ends the child and then the script with status %d", async (signal, status) => {
  const child = "console.log(process.pid); setInterval(() => {}, 1e6);";
  const script = `
    import { main } from ${mainModule};
    import { run } from ${runModule};
    await main(async () => (await run(process.execPath, ["-e", ${JSON.stringify(child)}], { output: "stderr" })).exitCode);
  `;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "inherit", "pipe"],
  });
  const ended = once(parent, "exit");
  const [pid] = await once(parent.stderr, "data");
  parent.kill(/** @type {NodeJS.Signals} */ (signal));
  await text(parent.stderr);
  expect(await ended).toEqual([status, null]);
  expect(() => process.kill(Number(pid), 0)).toThrow("ESRCH");
});
