import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { listPackage } from "@electron/asar";
import { makeUniversalApp } from "@electron/universal";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { packageApp } from "../../packaging/package.js";
import { stage } from "../../packaging/stage.js";
import { layOutEmptyElectron } from "./empty-electron.js";

const here = mkdtempSync(join(tmpdir(), "authbroker-packaging-"));
const project = join(here, "app");
const electron = join(here, "electron");
const BROKERS = ["broker-linux", "broker-macos", "broker-windows"];
const ADDON = "node_modules/@authbroker/broker-linux/prebuilds/linux-x64/broker-linux.node";
const NAME = "Authbroker example.app";
const FAT_ADDON = "node_modules/@authbroker/broker-macos/prebuilds/darwin-x64+arm64/broker-macos.node";

beforeAll(() => {
  stage(project);
  layOutEmptyElectron(electron);
  // Where no build of the macOS addon is: what a universal file is known by, two architectures in one.
  const fat = join(project, FAT_ADDON);
  if (existsSync(fat)) return;
  mkdirSync(join(fat, ".."), { recursive: true });
  writeFileSync(
    fat,
    Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2, ...Array.from({ length: 64 }, () => 0)]),
  );
});

// A run of electron-builder takes some seconds, and several times that beside other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

afterAll(() => rmSync(here, { recursive: true }));

describe("on Linux", () => {
  test("the application and three brokers are in app.asar, the addons beside it, and the switches set", async () => {
    const app = await packaged("linux", "linux-unpacked");
    const resources = join(app, "resources");
    const files = inArchive(resources);
    expect(files.filter((file) => !file.startsWith("node_modules"))).toEqual([
      "main.js",
      "package.json",
      "pages",
      "pages/index.html",
      "pages/index.js",
      "pages/style.css",
      "profile.js",
      "serve-pages.js",
      "settings.js",
    ]);
    expect(files).toContain("node_modules/@authbroker/electron/dist/preload.cjs");
    for (const broker of BROKERS) expect(files).toContain(`node_modules/@authbroker/${broker}/dist/index.js`);
    expect(files.filter((file) => /\.(?:ts|cts|cc|h|m)$/.test(file))).toEqual([]);
    expect(existsSync(join(resources, "app.asar.unpacked", ADDON))).toBe(true);
    // Run as Node.js, cookies, NODE_OPTIONS, --inspect, integrity of app.asar, nothing but app.asar, snapshot, file: pages.
    expect(readFileSync(join(app, "authbroker-example"), "latin1").slice(-8)).toBe("00001110");
  });

  test("without unpacking, the addons are in app.asar, from where Electron takes them out", async () => {
    const app = await packaged("linux", "linux-unpacked", "-c.asar.smartUnpack=false");
    expect(inArchive(join(app, "resources"))).toContain(ADDON);
    expect(readdirSync(join(app, "resources"))).toEqual(["app.asar"]);
  });

  test("without app.asar, it is a folder", async () => {
    const app = await packaged(
      "linux",
      "linux-unpacked",
      "-c.asar=false",
      "-c.electronFuses.onlyLoadAppFromAsar=false",
    );
    expect(existsSync(join(app, "resources", "app", ADDON))).toBe(true);
    expect(existsSync(join(app, "resources", "app", "pages", "index.html"))).toBe(true);
  });
});

test("for Windows, on another system", async () => {
  const app = await packaged(
    "win",
    "win-unpacked",
    "--x64",
    "-c.win.signAndEditExecutable=false",
    "-c.disableAsarIntegrity=true",
  );
  expect(inArchive(join(app, "resources"))).toContain(
    "node_modules/@authbroker/broker-windows/dist/index.js",
  );
  expect(existsSync(join(app, "Authbroker example.exe"))).toBe(true);
});

describe("for macOS, universal", () => {
  test("one addon serves both halves, where an addon for one processor would not", async () => {
    const output = await packaged("mac", "", "--x64", "--arm64");
    const halves = [join(output, "mac", NAME), join(output, "mac-arm64", NAME)];
    const universal = join(here, "universal", NAME);
    await onMac(() => merge(halves, universal));
    const resources = join(universal, "Contents", "Resources");
    expect(existsSync(join(resources, "app.asar.unpacked", FAT_ADDON))).toBe(true);
    // Two different halves would have been put side by side, with a file that chooses between them.
    expect(readdirSync(resources).filter((name) => /x64|arm64/.test(name))).toEqual([]);

    for (const half of halves) {
      const addon = join(half, "Contents", "Resources", "app.asar.unpacked", FAT_ADDON);
      writeFileSync(addon, Buffer.from([0xcf, 0xfa, 0xed, 0xfe, ...Array.from({ length: 64 }, () => 0)]));
    }
    const refused = onMac(() => merge(halves, join(here, "refused", NAME)));
    await expect(refused).rejects.toThrow("the same in both x64 and arm64 builds");
  });

  test.each(["x64", "arm64"])("the addon is looked for where it is on %s", (arch) => {
    const script = `
      Object.defineProperties(process, { platform: { value: "darwin" }, arch: { value: "${arch}" } });
      process.dlopen = (_module, file) => { console.log(file); process.exit(); };
      await (await import("@authbroker/broker-macos")).load();
    `;
    const found = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: project,
      encoding: "utf8",
    });
    expect(found.trim()).toBe(join(realpathSync(project), FAT_ADDON));
  });
});

/**
 * What electron-builder makes for a system.
 *
 * @param {"linux" | "mac" | "win"} system
 * @param {string} folder
 * @param {readonly string[]} args
 */
async function packaged(system, folder, ...args) {
  const output = join(here, "out", folder, String(args.length));
  const { exitCode, output: said } = await packageApp(project, [
    `--${system}`,
    "--dir",
    `-c.electronDist=${electron}`,
    "-c.electronVersion=45.4.1",
    "-c.mac.identity=null",
    `-c.directories.output=${output}`,
    ...args,
  ]);
  expect(exitCode, said).toBe(0);
  return join(output, folder);
}

/** @param {string} resources */
function inArchive(resources) {
  const files = listPackage(join(resources, "app.asar"), { isPack: false });
  return files.map((file) => file.replace(/^[/\\]/, "").replaceAll("\\", "/")).toSorted();
}

/**
 * @param {readonly string[]} halves
 * @param {string} outAppPath
 */
function merge([x64AppPath = "", arm64AppPath = ""], outAppPath) {
  return makeUniversalApp({ x64AppPath, arm64AppPath, outAppPath });
}

/**
 * Does work of a tool that looks for a Mac, and asks the program `file` what is a Mach-O file.
 *
 * @param {() => Promise<void>} work
 */
async function onMac(work) {
  const programs = join(here, "programs");
  mkdirSync(programs, { recursive: true });
  const file = `#!/bin/sh
for path; do :; done
case "$(head -c 4 "$path" | od -An -tx1)" in *"ca fe ba be" | *"cf fa ed fe") echo "Mach-O file" ;; *) echo data ;; esac
`;
  writeFileSync(join(programs, "file"), file, { mode: 0o755 });
  const { PATH = "" } = process.env;
  const platform = Object.getOwnPropertyDescriptor(process, "platform") ?? {};
  Object.defineProperty(process, "platform", { ...platform, value: "darwin" });
  process.env["PATH"] = `${programs}${delimiter}${PATH}`;
  try {
    await work();
  } finally {
    Object.defineProperty(process, "platform", platform);
    process.env["PATH"] = PATH;
  }
}
