import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startEmulator } from "@authbroker/emulator";
import { expect, onTestFinished, test } from "vitest";

const EXAMPLE = fileURLToPath(new URL("../index.js", import.meta.url));

/**
 * Runs the example to its end, on an emulator.
 *
 * @param {import("@authbroker/emulator").EmulatorOptions} [options]
 */
async function run(options) {
  const emulator = await startEmulator({ authority: false, ...options });
  onTestFinished(() => emulator.stop());
  const env = { ...process.env, ...emulator.env };
  /** @type {{ code: number, stdout: string, stderr: string }} */
  const ended = await new Promise((resolve) => {
    execFile(process.execPath, [EXAMPLE], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
  return { ...ended, asked: emulator.broker.requests.map(({ method }) => method) };
}

test("it signs in with the broker's window, gets the second token silently, and ends", async () => {
  const { code, stdout, asked } = await run();
  expect(code).toBe(0);
  expect(stdout).toContain("Signed in as adele@contoso.example");
  expect(stdout).toMatch(/type Bearer and ends \d{4}-\d\d-\d\dT/);
  expect(asked.slice(-3)).toEqual([
    "acquireTokenSilently",
    "acquireTokenInteractively",
    "acquireTokenSilently",
  ]);
});

test("nothing that is printed holds a token", async () => {
  const { stdout, stderr } = await run();
  expect(stdout + stderr).not.toMatch(/eyJ/);
});

test("without a broker it says why, and what to install", async () => {
  const { code, stdout, stderr } = await run({ startBroker: false });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("There is no broker");
  expect(stderr).toContain("apt-get install microsoft-identity-broker");
});

test("a window that is closed is a failure in the broker's words", async () => {
  const { code, stderr } = await run({ onInteraction: () => ({ cancel: true }) });
  expect(code).toBe(1);
  expect(stderr).toContain("user_canceled");
});
