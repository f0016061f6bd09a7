import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signInWith } from "@authbroker/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { createPerson } from "../../../scripts/lib/demo-person.mjs";
import { emulated, lastLine, run } from "./run-example.js";

const IN_BROWSER = ["--route", "browser", "--no-launch-browser"];
const BY_CODE = ["--route", "device-code"];
const ADELE = expect.objectContaining({ username: "adele@contoso.example" });

describe("signs in", () => {
  test("at the page whose address --no-launch-browser shows", async () => {
    const emulator = await emulated();
    const said = /** @type {string[]} */ ([]);
    const { code, stdout } = await run(
      [...IN_BROWSER, "--json"],
      emulator.env,
      await createPerson((text) => said.push(text)),
    );
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({
      route: "browser",
      routeReason: expect.stringContaining("broker_disabled"),
      account: ADELE,
      interactive: { ms: expect.any(Number) },
    });
    expect(stdout).toMatch(/Silent .* route cache/);
    expect(said.join()).toContain("plays the person");
  });

  test("in the browser of the desktop session", async () => {
    const emulator = await emulated();
    const { code, stdout, stderr } = await run(["--route", "browser", "--json"], {
      ...emulator.env,
      DISPLAY: ":99",
      BROWSER: await browser(),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(lastLine(stdout)).toMatchObject({ route: "browser", account: ADELE });
  });

  test("with the code that it shows", async () => {
    const emulator = await emulated(QUICK_CODE);
    const said = /** @type {string[]} */ ([]);
    const { code, stdout } = await run(
      [...BY_CODE, "--json"],
      emulator.env,
      await createPerson((text) => said.push(text)),
    );
    expect(code).toBe(0);
    expect(lastLine(stdout)).toMatchObject({ route: "device_code", account: ADELE });
    expect(said.join()).toContain("plays the person");
  });

  test("with a code where there is neither broker nor display, and says why", async () => {
    const emulator = await emulated({ ...QUICK_CODE, startBroker: false });
    const { stdout } = await run(["--json"], emulator.env, await createPerson(() => {}));
    expect(lastLine(stdout)).toMatchObject({
      route: "device_code",
      routeReason: expect.stringMatching(/broker_not_installed.*no_desktop_session/),
      account: ADELE,
    });
  });

  test("in the browser where there is no broker", async () => {
    const emulator = await emulated({ startBroker: false });
    const env = { ...emulator.env, DISPLAY: ":99", BROWSER: await browser() };
    const { stdout } = await run(["--json"], env);
    expect(lastLine(stdout)).toMatchObject({ route: "browser", account: ADELE });
  });
});

describe("fails", () => {
  test("in the person's words, when the page was left by Cancel", async () => {
    const emulator = await emulated();
    const { code, stdout, stderr } = await run(IN_BROWSER, emulator.env, (text) => {
      const page = /http:\S+authorize\S+/.exec(text)?.[0];
      if (page !== undefined) void signInWith(page, { cancel: true });
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("user_canceled");
  });

  test("when no browser can be opened, and says why", async () => {
    const emulator = await emulated();
    const { code, stderr } = await run(["--route", "browser"], emulator.env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/route_unavailable: .*no_desktop_session/);
  });
});

test("nothing that is printed holds a token, on any route", async () => {
  const emulator = await emulated(QUICK_CODE);
  for (const args of [IN_BROWSER, BY_CODE]) {
    const { code, stdout, stderr } = await run(
      [...args, "--json"],
      emulator.env,
      await createPerson(() => {}),
    );
    expect(code).toBe(0);
    const printed = stdout + stderr;
    for (const secret of emulator.directory.issuedSecrets) expect(printed.includes(secret)).toBe(false);
  }
  expect([...emulator.directory.issuedSecrets].length).toBeGreaterThan(0);
});

test.each([
  { args: IN_BROWSER, shown: "open this page" },
  { args: BY_CODE, shown: "Enter code" },
  { args: ["--no-launch-browser"], shown: "open this page" },
  { args: [], shown: "Enter code" },
])("Ctrl-C while a person is waited for ends with 130: $args", async ({ args, shown }) => {
  const emulator = await emulated({ startBroker: false });
  const { code, stdout, stderr } = await run(args, emulator.env, (text, child) => {
    if (text.includes(shown)) child.kill("SIGINT");
  });
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  expect(stderr).toContain("request_aborted");
});

/** A code that is asked about every second. */
const QUICK_CODE = { config: { authority: { deviceCode: { interval: 1 } } } };

/** A browser in which a person signs in at every page that it is opened at, for the environment's `BROWSER`. */
async function browser() {
  const folder = await mkdtemp(join(tmpdir(), "authbroker-example-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const program = join(folder, "browser.mjs");
  const emulator = JSON.stringify(import.meta.resolve("@authbroker/emulator"));
  const source = `#!${process.execPath}\nimport { signInWith } from ${emulator};\nawait signInWith(process.argv[2]);\n`;
  await writeFile(program, source, { mode: 0o755 });
  return program;
}
