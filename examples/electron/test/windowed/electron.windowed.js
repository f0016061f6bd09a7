import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { packageApp } from "../../packaging/package.js";
import { stage } from "../../packaging/stage.js";
import { launch } from "../launch.js";
import { testScenarios } from "../scenarios.js";

const electron = process.env["AUTHBROKER_TEST_ELECTRON"] ?? "";
const version = execFileSync(electron, ["-p", "process.versions.electron"], {
  encoding: "utf8",
  env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
}).trim();

const build = fileURLToPath(new URL("../../build/windowed", import.meta.url));
const project = join(build, "app");

/** Chromium's sandbox does not run as root. */
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

beforeAll(() => stage(project));

describe.each([
  { packaged: "with the addons beside app.asar", options: [] },
  { packaged: "with the addons in app.asar", options: ["-c.asar.smartUnpack=false"] },
  { packaged: "as a folder", options: ["-c.asar=false", "-c.electronFuses.onlyLoadAppFromAsar=false"] },
])("Electron, packaged $packaged", ({ packaged, options }) => {
  const output = join(build, packaged.replaceAll(" ", "-"));
  const command = { program: join(output, "linux-unpacked", "authbroker-example"), args, packaged: true };

  beforeAll(async () => {
    const { exitCode, output: said } = await packageApp(project, [
      "--linux",
      "--dir",
      `-c.electronDist=${dirname(electron)}`,
      `-c.electronVersion=${version}`,
      `-c.directories.output=${output}`,
      ...options,
    ]);
    if (exitCode !== 0) throw new Error(`electron-builder ended with ${exitCode}: ${said}`);
  });

  testScenarios(() => command);

  test("it looks as it should: build/electron.png", async () => {
    const { page } = await launch(command);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Adele Vance" }).waitFor();
    await page.getByRole("button", { name: "Who am I?" }).click();
    await page.getByText("Emulated").waitFor();
    mkdirSync(build, { recursive: true });
    const path = fileURLToPath(new URL("../../build/electron.png", import.meta.url));
    expect((await page.screenshot({ path })).length).toBeGreaterThan(5000);
  });
});
