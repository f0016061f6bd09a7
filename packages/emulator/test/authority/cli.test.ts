import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const execute = promisify(execFile);
const CLI = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const APP = fileURLToPath(new URL("fixtures/unmodified-app.mjs", import.meta.url));

function run(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return execute(process.execPath, [CLI, "run", ...args], { env: { ...process.env, NO_COLOR: "1" } });
}

/** Asks the authority of the environment for a token, and prints the answer. */
const ASK = `
const { token_endpoint } = JSON.parse(process.env.AUTHBROKER_AUTHORITY_METADATA);
const body = new URLSearchParams({ client_id: process.env.AUTHBROKER_CLIENT_ID, refresh_token: "a-secret-of-mine",
  grant_type: "refresh_token", scope: "openid" });
const response = await fetch(token_endpoint.replace("{tenantid}", "common"), { method: "POST", body });
process.stdout.write((await response.json()).error_codes.join());`;

describe("authbroker-emulator run", () => {
  test("brings an authority, and logs what it was asked without what is secret", async () => {
    const { stdout, stderr } = await run("--", process.execPath, "--input-type=module", "-e", ASK);
    expect(stdout).toBe("70000");
    expect(stderr).toMatch(
      /^authbroker-emulator POST \/common\/oauth2\/v2\.0\/token refresh_token {2}Contoso Notes {2}400 invalid_grant AADSTS70000 {2}\d+ ms$/m,
    );
    expect(stderr).not.toContain("a-secret-of-mine");
  });

  test("makes its authority fail as it is told", async () => {
    const fault = ["--authority-fault", "token:revoked,times=1"];
    const { stdout } = await run(...fault, "--", process.execPath, "--input-type=module", "-e", ASK);
    expect(stdout).toBe("50173");
  });

  test("brings it alone, without a bus, when it is told so", async () => {
    const env = { ...process.env, PATH: "", DBUS_SESSION_BUS_ADDRESS: "unix:path=/nowhere", NO_COLOR: "1" };
    const app = ["--", process.execPath, "--input-type=module", "-e", ASK];
    const { stdout } = await execute(process.execPath, [CLI, "run", "--no-broker", ...app], { env });
    expect(stdout).toBe("70000");
  });

  test.for([
    ["--no-authority", "--name-override"],
    ["--no-authority", "--authority-port", "0"],
    ["--no-authority", "--authority-fault", "loop"],
    ["--no-broker", "--no-authority"],
    ["--no-broker", "--fault", "exit"],
  ])("does not take %s with %s", async (options) => {
    await expect(run(...options, "--", "true")).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("cannot be used with"),
    });
  });

  test("keeps what an emulator around it set from the command", async () => {
    const inner = [process.execPath, CLI, "run", "--no-authority", "--", "env"];
    const { stdout } = await run("--name-override", "--", ...inner);
    expect(stdout).toContain("AUTHBROKER_CLIENT_ID=");
    expect(stdout).not.toMatch(/AUTHBROKER_(?:AUTHORITY|NAME)|name-override/);
  });

  test("says which faults there are", async () => {
    await expect(run("--authority-fault", "token:nonsense", "--", "true")).rejects.toThrow("mfa-required");
  });

  test("brings none when it is told so", async () => {
    const { stdout } = await run("--no-authority", "--", "env");
    expect(stdout).toContain("AUTHBROKER_CLIENT_ID=");
    expect(stdout).not.toContain("AUTHBROKER_AUTHORITY");
  });

  test("takes the place of login.microsoftonline.com for an unmodified app", async () => {
    const { stdout } = await run("--quiet", "--name-override", "--", process.execPath, APP);
    expect(JSON.parse(stdout)).toMatchObject({ username: "adele@contoso.example", refreshed: true });
  });
});
