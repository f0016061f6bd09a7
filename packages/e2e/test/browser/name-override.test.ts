import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startEmulator } from "@authbroker/emulator";
import { expect, onTestFinished, test } from "vitest";
import { launchChromium } from "./chromium.js";
import { deferred } from "./person.js";

const PROGRAM = fileURLToPath(new URL("fixtures/unmodified.mjs", import.meta.url));

/** Runs an application that knows nothing of the emulator; tells the address that it opens, and its last line. */
function runUnmodified(env: Readonly<Record<string, string>>): {
  readonly url: Promise<string>;
  readonly end: Promise<{ readonly lines: readonly string[]; readonly stderr: string }>;
} {
  const { promise: url, resolve: opened } = deferred<string>();
  const { promise: end, resolve: ended } = deferred<{ lines: readonly string[]; stderr: string }>();
  let text = "";
  const child = execFile(
    process.execPath,
    [PROGRAM],
    { env: { ...process.env, ...env }, timeout: 25_000 },
    (_, stdout, stderr) => ended({ lines: stdout.trim().split("\n"), stderr }),
  );
  child.stdout?.on("data", (chunk: string) => {
    text += chunk;
    const [first = "", ...rest] = text.split("\n");
    if (rest.length > 0) opened(first);
  });
  return { url, end };
}

test("an application that is configured for the public cloud signs in at its real address", async () => {
  const emulator = await startEmulator({ authority: { nameOverride: true }, startBroker: false });
  onTestFinished(() => emulator.stop());
  const { authority } = emulator;
  if (authority?.spki === undefined) throw new Error("the emulator has no authority with TLS");
  const browser = await launchChromium(
    `--host-resolver-rules=MAP login.microsoftonline.com 127.0.0.1:${authority.port}`,
    `--ignore-certificate-errors-spki-list=${authority.spki}`,
  );
  onTestFinished(() => browser.close());
  const { url, end } = runUnmodified(emulator.env);
  const page = await browser.newPage();
  await page.goto(await url);
  expect(new URL(page.url()).origin).toBe("https://login.microsoftonline.com");
  await page.getByRole("button", { name: "Adele Vance" }).click();
  await page.getByRole("heading", { name: "You are signed in" }).waitFor();
  const { lines, stderr } = await end;
  expect(stderr).toBe("");
  expect(JSON.parse(lines.at(-1) ?? "")).toEqual({
    route: "browser",
    username: "adele@contoso.example",
    environment: "login.windows.net",
    issuer: "https://login.microsoftonline.com/c0ffee00-71c5-4a0d-9b1e-0a6f5d3c2b1a/v2.0",
    refreshed: "cache",
  });
});
