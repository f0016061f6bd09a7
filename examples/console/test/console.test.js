import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startEmulator } from "@authbroker/emulator";
import { expect, onTestFinished, test } from "vitest";

const EXAMPLE = fileURLToPath(new URL("../index.js", import.meta.url));

test("the first run signs in interactively, the next one silently", async () => {
  const emulator = await emulated();
  const first = await run(["--json"], emulator.env);
  expect(first.code).toBe(0);
  expect(first.stdout).toContain("Signed in as Adele Vance");
  expect(lastLine(first.stdout)).toEqual({
    route: "broker",
    platform: "linux",
    account: expect.objectContaining({ username: "adele@contoso.example" }),
    interactive: { ms: expect.any(Number) },
    silent: { ms: expect.any(Number) },
    scopes: ["https://graph.microsoft.com/User.Read"],
    expiresOn: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });

  const second = await run(["--json", "--sign-out"], emulator.env);
  expect(lastLine(second.stdout)).toMatchObject({ interactive: { ms: null } });
  const third = await run(["--json"], emulator.env);
  expect(lastLine(third.stdout)).toMatchObject({ interactive: { ms: expect.any(Number) } });
});

test("nothing that is printed holds a token", async () => {
  const emulator = await emulated();
  const { stdout, stderr } = await run(["--json"], emulator.env);
  expect(stdout + stderr).not.toMatch(/eyJ/);
});

test("without a broker it says why, and which redirect URIs to register", async () => {
  const emulator = await emulated({ startBroker: false });
  const { code, stdout, stderr } = await run([], emulator.env);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("broker_not_installed");
  expect(stderr).toContain("apt-get install microsoft-identity-broker");
  expect(stderr).toContain("https://login.microsoftonline.com/common/oauth2/nativeclient");
});

test("a failure is printed in the broker's words, with what to do", async () => {
  const emulator = await emulated();
  emulator.broker.faults.add({ fault: "status", value: 5, context: "the server is on holiday" });
  const { code, stderr } = await run([], emulator.env);
  expect(code).toBe(1);
  expect(stderr).toMatch(/server_unavailable: .*the server is on holiday/);
  expect(stderr).toContain("Try again later.");
});

test("Ctrl-C while the broker's window is open closes it and ends with 130", async () => {
  /** @type {() => void} */
  let closed = () => {};
  const windowClosed = new Promise((resolve) => {
    closed = () => resolve(undefined);
  });
  /** @type {{ child?: import("node:child_process").ChildProcess }} */
  const running = {};
  const emulator = await emulated({
    onInteraction: ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          closed();
          resolve({ cancel: true });
        });
        running.child?.kill("SIGINT");
      }),
  });
  running.child = start([], emulator.env);
  const [code] = await once(running.child, "close");
  expect(code).toBe(130);
  await windowClosed;
});

test("without a client ID it shows how to use it", async () => {
  const { code, stdout } = await run([], { AUTHBROKER_CLIENT_ID: "" });
  expect(code).toBe(2);
  expect(stdout).toContain("--client-id ID");
});

/** @param {import("@authbroker/emulator").EmulatorOptions} [options] */
async function emulated(options) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  return emulator;
}

/**
 * @param {string[]} args
 * @param {Readonly<Record<string, string>>} env
 */
function start(args, env) {
  return spawn(process.execPath, [EXAMPLE, ...args], {
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/**
 * @param {string[]} args
 * @param {Readonly<Record<string, string>>} env
 */
async function run(args, env) {
  const child = start(args, env);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (output.stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (output.stderr += String(chunk)));
  const [code] = await once(child, "close");
  return { code, ...output };
}

/** @param {string} text @returns {unknown} */
function lastLine(text) {
  return JSON.parse(text.trimEnd().split("\n").at(-1) ?? "");
}
