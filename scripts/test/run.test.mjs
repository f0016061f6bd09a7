import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { run, viaShell } from "../lib/run.mjs";

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

test.skipIf(process.platform === "win32")(
  "a program that takes too long is killed with what it has started",
  async () => {
    const script = `
      import { run } from ${runModule};
      const options = { output: "stderr", timeLimit: 300 };
      console.log((await run("sh", ["-c", "sleep 60; echo done"], options)).exitCode);
    `;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    // Whatever was started has this stream: it ends with the last of them.
    const [stdout, stderr] = await Promise.all([text(parent.stdout), text(parent.stderr)]);
    expect(stdout).toBe("137\n");
    expect(stderr).toBe("");
  },
);

test.skipIf(process.platform !== "linux")(
  "and is not waited for where something that it started goes on elsewhere, and holds its streams",
  async () => {
    const script = "setsid sleep 60 & echo $!; wait";
    const { exitCode, output } = await run("sh", ["-c", script], { timeLimit: 2000 });
    process.kill(Number(output));
    expect(exitCode).toBe(137);
  },
);

test("a program that ends within its time has its own exit code", async () => {
  const { exitCode } = await run(process.execPath, ["-e", "process.exitCode = 3"], { timeLimit: 30_000 });
  expect(exitCode).toBe(3);
});

test("what only a shell starts on Windows gets each argument quoted, and nothing else has a shell", () => {
  const args = ["install", "--prefix", "C:\\my code\\", "a@^1"];
  expect(viaShell("npm", args, "win32")).toEqual([
    String.raw`npm "install" "--prefix" "C:\my code\\" "a@^1"`,
    [],
    true,
  ]);
  expect(viaShell("tar", args, "win32")).toEqual(["tar", args, false]);
  expect(viaShell("npm", args, "linux")).toEqual(["npm", args, false]);
  expect(() => viaShell("npm", ['a"b'], "win32")).toThrow('a"b');
});

test("a program that is not there is an error that names it", async () => {
  await expect(run("authbroker-no-such-program", [])).rejects.toThrow("authbroker-no-such-program");
});

test.skipIf(process.platform === "win32").each([
  ["SIGINT", 130, {}],
  ["SIGTERM", 143, {}],
  ["SIGINT", 130, { timeLimit: 60_000 }],
])("%s ends the child and then the script with status %d (%o)", async (signal, status, options) => {
  const child = "console.log(process.pid); setInterval(() => {}, 1e6);";
  const script = `
    import { main } from ${mainModule};
    import { run } from ${runModule};
    await main(async () => (await run(process.execPath, ["-e", ${JSON.stringify(child)}], ${JSON.stringify({ output: "stderr", ...options })})).exitCode);
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

test.skipIf(process.platform === "win32")(
  "what a program with a time limit left behind ends with it when the script is told to end",
  async () => {
    // What a shell starts in the background does not heed SIGINT.
    const child = "trap 'exit 7' INT; sleep 60 & echo ready; wait";
    const script = `
      import { main } from ${mainModule};
      import { run } from ${runModule};
      await main(async () => (await run("sh", ["-c", ${JSON.stringify(child)}], { output: "stderr", timeLimit: 60_000 })).exitCode);
    `;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "inherit", "pipe"],
    });
    const ended = once(parent, "exit");
    await once(parent.stderr, "data");
    parent.kill("SIGINT");
    // The last that was started has this stream.
    await text(parent.stderr);
    expect(await ended).toEqual([130, null]);
  },
);
