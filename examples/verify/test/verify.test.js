import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startEmulator } from "@authbroker/emulator";
import { expect, onTestFinished, test } from "vitest";

const INDEX = fileURLToPath(new URL("../index.js", import.meta.url));

/**
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [env]
 * @returns {Promise<{ exitCode: number | null, stdout: string, stderr: string }>}
 */
function run(args, env = {}) {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [INDEX, ...args],
      { env: { ...process.env, DISPLAY: "", ...env } },
      (_, stdout, stderr) => resolve({ exitCode: child.exitCode, stdout, stderr }),
    );
  });
}

test("on a broker that does all it should, no step fails, a worker thread's included", async () => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const folder = mkdtempSync(join(tmpdir(), "authbroker-verify-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const out = join(folder, "report.md");

  const { exitCode, stdout, stderr } = await run(["--sign-out", "--out", out], emulator.env);
  expect(stdout).not.toContain("failed");
  expect(stdout).toMatch(/^\| token, in a worker thread \| ok .* route broker/m);
  expect(stdout).toMatch(/^\| proof of possession \| ok .* pop for /m);
  expect(stdout + stderr).not.toMatch(/eyJ|\w@|[\da-f]{8}-[\da-f]{4}|Adele|contoso/i);
  expect(exitCode).toBe(0);
  expect(stdout.trim()).toBe(readFileSync(out, "utf8").trim());
});

test("options are in the report by name, and not what was given with them", async () => {
  const { stdout, stderr } = await run(
    ["--probe-only", "--redirect-uri=msauth.com.contoso.app://auth", "--scope", "api://contoso/read"],
    { AUTHBROKER_CLIENT_ID: "" },
  );
  expect(stdout).toContain("| Options | --probe-only --redirect-uri --scope |");
  expect(stdout + stderr).not.toContain("contoso");
});

test("--probe-only needs no application and no broker", async () => {
  const { exitCode, stdout } = await run(["--probe-only"], {
    AUTHBROKER_CLIENT_ID: "",
    DBUS_SESSION_BUS_ADDRESS: "",
    XDG_RUNTIME_DIR: "",
  });
  expect(stdout).toMatch(/^\| load \| ok /m);
  expect(stdout).toMatch(/^\| probe \| ok .* unavailable: no_session_bus/m);
  expect(exitCode).toBe(0);
});

test("without a client ID it shows how to use it", async () => {
  const { exitCode, stdout } = await run([], { AUTHBROKER_CLIENT_ID: "" });
  expect(exitCode).toBe(2);
  expect(stdout).toContain("--client-id ID");
});

test("an unknown option is named", async () => {
  const { exitCode, stderr } = await run(["--telepathy"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("--telepathy");
});
