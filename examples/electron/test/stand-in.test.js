import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { signInWith } from "@authbroker/emulator";
import { describe, expect, test } from "vitest";
import { launch } from "./launch.js";
import { testScenarios } from "./scenarios.js";

const path = (/** @type {string} */ relative) => fileURLToPath(new URL(relative, import.meta.url));

const COMMAND = {
  program: process.execPath,
  args: ["--import", path("stand-in/register.js"), path("../main.js")],
  packaged: false,
};

// What continuous integration runs, where no Electron can be had: the main process in Node.js with the real broker package
// and preload script, the page in Chromium. `npm run test:electron` runs the same on Electron itself.
describe("in Node.js and Chromium", () => {
  testScenarios(() => COMMAND);

  test("where there is no broker, a person signs in in the browser", async () => {
    const { page, says } = await launch(COMMAND, { startBroker: false });
    await page.getByText("No broker: ").waitFor();
    await page.getByRole("button", { name: "Sign in" }).click();
    await signInWith(await says(/opens (http\S+)/));
    await page.getByRole("heading", { name: "Adele Vance" }).waitFor();
    expect(await page.locator("#facts").textContent()).toContain("browser");
  });

  test("without an application to sign in to, it says what to set", () => {
    const env = { ...process.env, AUTHBROKER_CLIENT_ID: "" };
    const { status, stderr } = spawnSync(COMMAND.program, COMMAND.args, { env, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toContain("AUTHBROKER_CLIENT_ID");
  });
});

test("npm run emulated puts the emulator and an API around a command, and ends as it does", () => {
  const command = `fetch(process.env.AUTHBROKER_API).then(({ status }) => {
    console.log(status, process.env.AUTHBROKER_CLIENT_ID.length, "DBUS_SESSION_BUS_ADDRESS" in process.env);
    process.exitCode = 7;
  })`;
  const args = [path("emulated.js"), process.execPath, "-e", command];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ status, stdout, stderr }).toEqual({ status: 7, stdout: "401 36 true\n", stderr: "" });
});
