import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { authorityForTest, clientIdOf } from "./support.js";

const execute = promisify(execFile);
const PRELOAD = import.meta.resolve("@authbroker/emulator/name-override");
const APP = fileURLToPath(new URL("fixtures/unmodified-app.mjs", import.meta.url));

function runApp(env: Record<string, string>): Promise<{ stdout: string; stderr: string }> {
  return execute(process.execPath, ["--import", PRELOAD, APP], {
    env: { PATH: process.env["PATH"], ...env },
  });
}

describe("in the place of login.microsoftonline.com", () => {
  test("an unmodified app signs in, and sees the real names", async () => {
    const authority = await authorityForTest({ tls: true, publicBase: "https://login.microsoftonline.com" });
    const { stdout } = await runApp({
      AUTHBROKER_CLIENT_ID: clientIdOf(authority),
      AUTHBROKER_NAME_OVERRIDE: String(authority.port),
      AUTHBROKER_NAME_OVERRIDE_CA: authority.caCertificate ?? "",
    });
    const tenant = authority.directory.tenants[0]?.id;
    expect(JSON.parse(stdout)).toEqual({
      username: "adele@contoso.example",
      issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
      refreshed: true,
    });
  });

  test("an app that does not trust the certificate does not sign in", async () => {
    const authority = await authorityForTest({ tls: true, publicBase: "https://login.microsoftonline.com" });
    const other = await authorityForTest({ tls: true });
    const asked = runApp({
      AUTHBROKER_CLIENT_ID: clientIdOf(authority),
      AUTHBROKER_NAME_OVERRIDE: String(authority.port),
      AUTHBROKER_NAME_OVERRIDE_CA: other.caCertificate ?? "",
    });
    await expect(asked).rejects.toThrow("fetch failed");
  });

  test("the preload says what it needs", async () => {
    await expect(runApp({})).rejects.toThrow("authbroker-emulator run --name-override -- node app.js");
  });

  test("the certificate is for the public cloud's hosts and this machine, for a few days", async () => {
    const { caCertificate = "", spki } = await authorityForTest({ tls: true });
    const ca = new X509Certificate(caCertificate);
    expect(ca.ca).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    const life = Date.parse(ca.validTo) - Date.now();
    expect(life).toBeGreaterThan(24 * 3600 * 1000);
    expect(life).toBeLessThan(7 * 24 * 3600 * 1000);
    expect(Buffer.from(spki ?? "", "base64")).toHaveLength(32);
  });
});
