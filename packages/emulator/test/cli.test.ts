import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { on, once } from "node:events";
import { watch } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { BROKER_INTERFACE, BROKER_NAME, BROKER_PATH, startPrivateBus } from "@authbroker/emulator";
import { connect, errorName, tokenOf } from "./support/client.js";
import { ADELE_SIGNED_IN, interactiveRequest, LEE, silentRequest } from "./support/requests.js";

const CLI = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

/** Starts the command line tool. */
function cli(args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: "pipe", ...options });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for the end of a process and gives what it wrote. */
async function finish(child: ChildProcess): Promise<Finished> {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => (texts[name] += text));
  }
  await once(child, "close");
  return { code: child.exitCode, ...texts };
}

const runCli = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> =>
  // Vitest asks for colours in continuous integration; what is tested here is the text.
  finish(cli(args, { env: { ...process.env, NO_COLOR: "1", ...env } }));

/** What a shell calls the broker with. */
const busctl = (method: string, json: string): string =>
  `busctl --address="$DBUS_SESSION_BUS_ADDRESS" call ${BROKER_NAME} ${BROKER_PATH} ${BROKER_INTERFACE} ${method} sss 0.0 '' '${json}'`;

/** A folder for the temporary files of one test, gone with it. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "authbroker-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Resolves when something appears in a folder. */
async function watchFor(folder: string): Promise<void> {
  const watcher = watch(folder);
  await once(watcher, "change");
  watcher.close();
}

/** Reads the environment that `start` prints. */
async function readExports(child: ChildProcess): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  if (child.stdout === null) throw new Error("no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const { name, value } = /^export (?<name>\w+)='(?<value>.*)'$/.exec(line)?.groups ?? {};
    if (name === undefined || value === undefined) throw new Error(`not an export: ${line}`);
    env[name] = value;
    if (name === "AUTHBROKER_EMULATOR") break;
  }
  return env;
}

describe("run", () => {
  test("gives the command a bus with a broker, its own streams, and takes its exit code", async () => {
    const script = `cat; ${busctl("getAccounts", "{}")}; echo "$AUTHBROKER_EMULATOR $AUTHBROKER_CLIENT_ID" >&2; exit 7`;
    const child = cli(["run", "--quiet", "--", "sh", "-c", script]);
    child.stdin?.end("from standard input\n");
    expect(await finish(child)).toEqual({
      code: 7,
      stdout: 'from standard input\ns "{\\"accounts\\":[]}"\n',
      stderr: "1 a99c0de0-3f4e-4d5c-9b6a-7e8f9a0b1c2d\n",
    });
  });

  test.for(["closed", "full"] as const)("outlives a log whose reader is gone: %s", async (how) => {
    const calls = `${busctl("getAccounts", "{}")}; `.repeat(3);
    const run = '"$0" "$1" run -- sh -c "$2"';
    const line =
      how === "full" ? `${run} 2>/dev/full` : `{ ${run} 2>&3 3>&-; echo "=$?" >&4; } 3>&1 4>&2 | true`;
    const child = spawn("sh", ["-c", line, process.execPath, CLI, `${calls} exit 7`], { stdio: "pipe" });
    const { code, stdout, stderr } = await finish(child);
    if (how === "full") expect({ code, calls: stdout.split("\n").length }).toEqual({ code: 7, calls: 4 });
    else expect(stderr).toContain("=7");
  });

  test.for(["", "no-such-command-here"])(
    "says in one line that it cannot run %j, and ends with 127",
    async (name) => {
      const { code, stderr } = await runCli(["run", "--", name]);
      expect(code).toBe(127);
      expect(stderr.trim().split("\n")).toEqual([expect.stringMatching(/^authbroker-emulator: cannot run /)]);
    },
  );

  test("passes options of the command on without --", async () => {
    const { stdout, code } = await runCli(["run", "printf", "%s,", "--quiet", "-x", "--help"]);
    expect({ stdout, code }).toEqual({ stdout: "--quiet,-x,--help,", code: 0 });
  });

  test("logs each call in a line, without a token", async () => {
    const request = JSON.stringify(interactiveRequest());
    const { stdout, stderr } = await runCli([
      "run",
      "--",
      "sh",
      "-c",
      busctl("acquireTokenInteractively", request),
    ]);
    const token = /accessToken\\":\\"([^\\]+)/.exec(stdout)?.[1] ?? "no token";
    expect(stderr).toMatch(
      /^authbroker-emulator acquireTokenInteractively {2}Contoso Notes {2}adele@contoso\.example {2}ok {2}\d+ ms\n$/,
    );
    expect(stderr).not.toContain(token.slice(-20));
    expect(token.split(".")).toHaveLength(3);
  });

  test("keeps control characters of callers out of the log", async () => {
    const request = JSON.stringify(silentRequest({ clientId: "\u001B[31mred\n" }));
    const { stderr } = await runCli(["run", "--", "sh", "-c", busctl("acquireTokenSilently", request)]);
    expect(stderr).toContain("AADSTS700016");
    expect(stderr).not.toContain("\u001B");
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  test("keeps what has the form of a token out of the log", async () => {
    const clientId = `eyJhbGciOiJub25lIn0.${"a".repeat(30)}.${"b".repeat(30)}`;
    const request = JSON.stringify(silentRequest({ clientId }));
    const { stderr } = await runCli(["run", "--", "sh", "-c", busctl("acquireTokenSilently", request)]);
    expect(stderr).toContain("AADSTS700016");
    expect(stderr).not.toMatch(/eyJ|aaa|bbb/);
  });

  test("answers as the options say", async () => {
    const script = [
      busctl("getLinuxBrokerVersion", "{}"),
      busctl("acquireTokenInteractively", JSON.stringify(interactiveRequest())),
      busctl("getAccounts", "{}"),
    ].join(";");
    const options = ["--broker-version", "2.0.2", "--user", LEE, "--interaction-delay", "1"];
    const fault = [
      "--fault",
      "getAccounts:missing-field=accounts.0.name",
      "--fault",
      "getAccounts:string-numbers",
    ];
    const { stdout, code } = await runCli(["run", ...options, ...fault, "--", "sh", "-c", script]);
    expect(code).toBe(0);
    expect(stdout).toContain('linuxBrokerVersion\\":\\"2.0.2');
    const accounts = stdout.trim().split("\n").at(-1);
    expect(accounts).toContain(LEE);
    expect(accounts).toContain('passwordExpiry\\":\\"0\\"');
    expect(accounts).not.toContain('\\"name\\"');
  });

  test("reads a configuration file", async () => {
    const file = join(await temporaryFolder(), "emulator.json");
    await writeFile(file, JSON.stringify(ADELE_SIGNED_IN));
    const { stdout } = await runCli(["run", "--config", file, "--", "sh", "-c", busctl("getAccounts", "{}")]);
    expect(stdout).toContain("Adele Vance");
  });

  test.each(["SIGTERM", "SIGHUP", "SIGINT"] as const)(
    "hands %s on and ends as the command does",
    async (signal) => {
      const script = `process.on("${signal}", () => process.exit(9)); setInterval(() => {}, 1e6); console.log("up")`;
      const child = cli(["run", "--quiet", "--", process.execPath, "-e", script]);
      const finished = finish(child);
      if (child.stdout !== null) await once(child.stdout, "data");
      child.kill(signal);
      expect(await finished).toMatchObject({ code: 9 });
    },
  );

  test("gives 128 and the number of the signal that ended the command", async () => {
    expect(await runCli(["run", "--", "sh", "-c", "kill -TERM $$"])).toMatchObject({ code: 143 });
  });

  test("says that a command is not there (127) or not executable (126)", async () => {
    expect(await runCli(["run", "--", "no-such-command"])).toMatchObject({
      code: 127,
      stderr: expect.stringContaining("cannot run no-such-command"),
    });
    expect(await runCli(["run", "--", "/etc/passwd"])).toMatchObject({ code: 126 });
  });

  test.each(["SIGTERM", "SIGHUP", "SIGINT"] as const)(
    "told %s while it starts, ends without the command and leaves no file behind",
    async (signal) => {
      const TMPDIR = await temporaryFolder();
      const appeared = watchFor(TMPDIR);
      const child = cli(["run", "--quiet", "--", "echo", "the command ran"], {
        env: { ...process.env, TMPDIR },
      });
      const finished = finish(child);
      await appeared;
      child.kill(signal);
      expect(await finished).toEqual({ code: 128 + constants.signals[signal], stdout: "", stderr: "" });
      expect(await readdir(TMPDIR)).toEqual([]);
    },
  );

  test("leaves a terminal's Ctrl-C to the command, wherever standard input comes from", async () => {
    const script = `
      let interrupts = 0;
      process.on("SIGINT", () => { interrupts += 1; setTimeout(() => process.exit(interrupts), 500); });
      setInterval(() => {}, 1e6);
      console.log("up");`;
    const file = join(await temporaryFolder(), "command.js");
    await writeFile(file, script);
    // `exec`, since a shell that stays would take the Ctrl-C for itself as well; some do not replace themselves.
    const command = 'exec "$NODE" "$CLI" run --quiet -- "$NODE" "$COMMAND" </dev/null';
    const terminal = spawn("script", ["-qefc", command, "/dev/null"], {
      env: { ...process.env, NODE: process.execPath, CLI, COMMAND: file },
      stdio: "pipe",
    });
    onTestFinished(() => void terminal.kill("SIGKILL"));
    const finished = finish(terminal);
    // Node may print a warning of its own before the command is up.
    let shown = "";
    for await (const chunk of on(terminal.stdout, "data")) {
      shown += String(chunk);
      if (shown.includes("up")) break;
    }
    terminal.stdin.write("\u0003");
    expect((await finished).code).toBe(1);
  });

  test("leaves no file behind, even when it is killed outright", async () => {
    const TMPDIR = await temporaryFolder();
    const script = "setInterval(() => {}, 1e6); console.log(process.ppid)";
    const child = cli(["run", "--quiet", "--", process.execPath, "-e", script], {
      env: { ...process.env, TMPDIR },
    });
    if (child.stdout !== null) await once(child.stdout, "data");
    expect(await readdir(TMPDIR)).toHaveLength(1);
    child.kill("SIGKILL");
    await vi.waitUntil(async () => (await readdir(TMPDIR)).length === 0, { timeout: 20_000 });
  });
});

describe("start", () => {
  test("prints what to export, serves, and ends cleanly on a signal", async () => {
    const TMPDIR = await temporaryFolder();
    const child = cli(["start"], { env: { ...process.env, TMPDIR } });
    const finished = finish(child);
    const env = await readExports(child);
    expect(Object.keys(env)).toEqual([
      "DBUS_SESSION_BUS_ADDRESS",
      "AUTHBROKER_CLIENT_ID",
      "AUTHBROKER_EMULATOR",
    ]);
    const client = connect(env["DBUS_SESSION_BUS_ADDRESS"] ?? "");
    expect(
      tokenOf(await client.call("acquireTokenInteractively", interactiveRequest())).accessTokenType,
    ).toBe(0);
    child.kill("SIGINT");
    expect((await finished).code).toBe(0);
    expect(await readdir(TMPDIR)).toEqual([]);
  });

  test("ends with 1 when its bus does", async () => {
    const child = cli(["start"]);
    const finished = finish(child);
    const env = await readExports(child);
    const client = connect(env["DBUS_SESSION_BUS_ADDRESS"] ?? "");
    const pid = await client.send({
      destination: "org.freedesktop.DBus",
      path: "/org/freedesktop/DBus",
      interface: "org.freedesktop.DBus",
      member: "GetConnectionUnixProcessID",
      signature: "s",
      body: ["org.freedesktop.DBus"],
    });
    process.kill(Number(pid), "SIGKILL");
    expect(await finished).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("the broker left the bus"),
    });
  });
});

describe("serve", () => {
  test("is the broker on the session bus of the environment, until the bus ends", async () => {
    const bus = await startPrivateBus();
    onTestFinished(() => bus.stop());
    const child = cli(["serve"], { env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: bus.address } });
    const finished = finish(child);
    if (child.stderr !== null) await once(child.stderr, "data");
    const client = connect(bus.address);
    expect(await client.call("getAccounts")).toEqual({ accounts: [] });

    const second = await runCli(["serve"], { DBUS_SESSION_BUS_ADDRESS: bus.address });
    expect(second).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`belongs to process ${child.pid} `),
    });

    await bus.kill();
    expect((await finished).code).toBe(0);
  });

  test("leaves the name on a signal", async () => {
    const bus = await startPrivateBus();
    onTestFinished(() => bus.stop());
    const child = cli(["serve"], { env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: bus.address } });
    const finished = finish(child);
    if (child.stderr !== null) await once(child.stderr, "data");
    child.kill("SIGTERM");
    expect((await finished).code).toBe(0);
    expect(await errorName(connect(bus.address).call("getAccounts"))).toMatch(/ServiceUnknown$/);
  });

  test("finds the bus in XDG_RUNTIME_DIR, as clients do", async () => {
    const bus = await startPrivateBus();
    onTestFinished(() => bus.stop());
    const XDG_RUNTIME_DIR = dirname(bus.address.replace("unix:path=", ""));
    const env = { ...process.env, DBUS_SESSION_BUS_ADDRESS: "", DBUS_STARTER_ADDRESS: "", XDG_RUNTIME_DIR };
    const child = cli(["serve"], { env });
    if (child.stderr !== null) await once(child.stderr, "data");
    expect(await connect(bus.address).call("getAccounts")).toEqual({ accounts: [] });
  });

  test("says that there is no session bus", async () => {
    const env = { DBUS_SESSION_BUS_ADDRESS: "", DBUS_STARTER_ADDRESS: "" };
    expect(await runCli(["serve"], { ...env, XDG_RUNTIME_DIR: "" })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/DBUS_SESSION_BUS_ADDRESS is not set, and neither is XDG_RUNTIME_DIR/),
    });
    expect(await runCli(["serve"], { ...env, XDG_RUNTIME_DIR: "/nonexistent" })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("/nonexistent/bus is not there"),
    });
  });
});

describe("the command line", () => {
  test.each([
    ["no command", [], /Usage: authbroker-emulator/],
    ["an unknown command", ["walk"], /unknown command 'walk'/],
    ["an unknown option", ["start", "--sped"], /unknown option '--sped'/],
    ["nothing to run", ["run"], /missing required argument 'command'/],
    [
      "an unknown version",
      ["start", "--broker-version", "9"],
      /Allowed choices are 2\.0\.1, 2\.0\.2, 3\.0\.1/,
    ],
    [
      "an unknown fault",
      ["start", "--fault", "bad-mood"],
      /unknown fault "bad-mood"; the faults are status, /,
    ],
    ["a delay that is no number", ["start", "--interaction-delay", "soon"], /whole number of milliseconds/],
    ["an empty delay", ["start", "--interaction-delay", ""], /whole number of milliseconds/],
    [
      "a delay too long",
      ["start", "--interaction-delay", "2147483648"],
      /interaction\.delayMs: .*2147483647/,
    ],
    ["an empty status", ["start", "--fault", "status="], /value is a whole number, written in digits/],
    ["a user who is not there", ["start", "--user", "nobody"], /nobody is not the username of a user/],
    ["a file that is not there", ["start", "--config", "/no.json"], /\/no\.json cannot be used/],
  ])("with %s is refused with 2", async (_what, args, message) => {
    const { code, stdout, stderr } = await runCli(args);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  test("is refused with advice where the bus's socket cannot be", async () => {
    expect(await runCli(["run", "true"], { TMPDIR: "/nonexistent" })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^authbroker-emulator: .*in \/nonexistent: ENOENT.* Set TMPDIR .*\n$/),
    });
    expect(await runCli(["run", "true"], { TMPDIR: `/tmp/${"a".repeat(100)}` })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^authbroker-emulator: .*path of \d+ bytes.* Set TMPDIR .*\n$/),
    });
  });

  test("is refused in production with 2", async () => {
    expect(await runCli(["run", "true"], { NODE_ENV: "production" })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("NODE_ENV=production"),
    });
  });

  test.each([[["--help"]], [["run", "--help"]]])("explains itself: %j", async (args) => {
    const { code, stdout } = await runCli(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Usage: authbroker-emulator/);
    expect(stdout).toContain("acquireTokenSilently:late-reply=500");
  });

  test("colours the log only when asked to, on something that is no terminal", async () => {
    const args = ["run", "--", "sh", "-c", busctl("getAccounts", "{}")];
    expect((await runCli(args, { FORCE_COLOR: "1", NO_COLOR: "" })).stderr).toContain("\u001B[");
    expect((await runCli(args, { FORCE_COLOR: "1", NO_COLOR: "1" })).stderr).not.toContain("\u001B[");
  });
});

test("takes the same arguments in Electron's Node.js, which numbers them differently in an application of its own", async () => {
  const asElectron =
    'data:text/javascript,Object.defineProperty(process.versions, "electron", { value: "45.0.0" })';
  const { code, stdout } = await runCli(["run", "--no-broker", "--quiet", "--", "echo", "it ran"], {
    NODE_OPTIONS: `--import=${encodeURI(asElectron)}`,
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "it ran\n" });
});
