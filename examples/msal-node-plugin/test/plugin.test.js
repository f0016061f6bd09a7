import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { signInWith, startEmulator } from "@authbroker/emulator";
import { expect, onTestFinished, test } from "vitest";

const EXAMPLE = fileURLToPath(new URL("../index.js", import.meta.url));

/** @param {import("@authbroker/emulator").EmulatorOptions} [options] */
async function emulated(options) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  return emulator;
}

/**
 * Runs the example to its end.
 *
 * @param {Readonly<Record<string, string>>} env
 * @param {(stderr: string) => void} [onStderr] is shown what a person would see meanwhile
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
function run(env, onStderr = () => {}) {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: 25_000 };
    const child = execFile(process.execPath, [EXAMPLE], options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
    let seen = "";
    child.stderr?.on("data", (chunk) => {
      seen += chunk;
      onStderr(seen);
    });
  });
}

test("signs in with the broker's window, and the next time without", async () => {
  const emulator = await emulated();
  for (const method of ["acquireTokenInteractively", "acquireTokenSilently"]) {
    const { code, stdout, stderr } = await run(emulator.env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Signed in as Adele Vance <adele@contoso.example>\nthrough the broker,");
    expect(emulator.broker.requests.at(-1)?.method).toBe(method);
  }
});

test("shows the window again when the broker says that a person is needed", async () => {
  const emulator = await emulated();
  emulator.directory.signIn("adele@contoso.example");
  emulator.broker.faults.add({ fault: "status", value: 2, method: "acquireTokenSilently" });
  const { code, stdout } = await run(emulator.env);
  expect(code).toBe(0);
  expect(stdout).toContain("through the broker");
});

test("without a broker it says why, and signs in in the browser", async () => {
  const emulator = await emulated({ startBroker: false, authority: {} });
  let opened = false;
  const { code, stdout, stderr } = await run(emulator.env, (seen) => {
    const [url] = /https?:\S+authorize\S+(?=\n)/.exec(seen) ?? [];
    if (url === undefined || opened) return;
    opened = true;
    void signInWith(url, { user: "lee@contoso.example" });
  });
  expect(stderr).toContain("No broker (broker_not_installed)");
  expect(stdout).toContain("<lee@contoso.example>\nthrough msal-node alone");
  expect(code).toBe(0);
});

test("a failure is told in the broker's words, without a token", async () => {
  const emulator = await emulated();
  emulator.broker.faults.add({ fault: "status", value: 5, context: "the server is on holiday" });
  const { code, stdout, stderr } = await run(emulator.env);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/server_unavailable: .*the server is on holiday/);
  expect(stderr).not.toMatch(/eyJ/);
});
