import { once } from "node:events";
import { expect, test } from "vitest";
import { emulated, lastLine, run, start } from "./run-example.js";

test("the first run signs in interactively, the next one silently", async () => {
  const emulator = await emulated();
  const first = await run(["--json"], emulator.env);
  expect(first.code).toBe(0);
  expect(first.stdout).toContain("Signed in as Adele Vance");
  expect(lastLine(first.stdout)).toEqual({
    route: "broker",
    routeReason: "the broker is available",
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

test("--route broker without a broker says why, and which redirect URIs to register", async () => {
  const emulator = await emulated({ startBroker: false });
  const { code, stdout, stderr } = await run(["--route", "broker"], emulator.env);
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

test("--broker takes the broker of the package it names", async () => {
  const emulator = await emulated();
  const named = await run(["--broker", "@authbroker/broker-linux", "--json"], emulator.env);
  expect(named.stdout).toMatch(/Platform +linux/);
  expect(lastLine(named.stdout)).toMatchObject({ route: "broker", platform: "linux" });
});

test("--broker of another system says that its broker is not here", async () => {
  const args = ["--broker", "@authbroker/broker-windows", "--route", "broker"];
  const { code, stdout, stderr } = await run(args, { AUTHBROKER_CLIENT_ID: CLIENT_ID });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("the Web Account Manager is a part of Windows");
});

test("without a client ID it shows how to use it", async () => {
  const { code, stdout } = await run([], { AUTHBROKER_CLIENT_ID: "" });
  expect(code).toBe(2);
  expect(stdout).toContain("--client-id ID");
});

test.each([
  {
    args: ["--route", "pigeon"],
    says: "--route is one of auto, broker, browser, device-code; received pigeon",
  },
  {
    args: ["--broker", "pigeon"],
    says: "--broker is one of @authbroker/broker-linux, @authbroker/broker-macos, @authbroker/broker-windows; received pigeon",
  },
  {
    args: ["--broker", "@authbroker/broker-linux", "--route", "browser"],
    says: "--broker has no place on --route browser",
  },
  { args: ["--rout", "broker"], says: "'--rout'" },
  { args: ["--authority", "http://login.example/common"], says: "auth.authority" },
])("a wrong argument ends with 2 and names it: $args", async ({ args, says }) => {
  const { code, stdout, stderr } = await run(args, { AUTHBROKER_CLIENT_ID: CLIENT_ID });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(says);
});

const CLIENT_ID = "00000000-0000-4000-8000-000000000000";
