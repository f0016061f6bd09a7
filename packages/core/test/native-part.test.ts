import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { BrokerError } from "@authbroker/core";
import { loadNativePart } from "@authbroker/core/broker";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";

interface Addon {
  readonly start: () => void;
}

const NAME = "@authbroker/broker-linux";
/** Who has node-gyp-build. */
const LINUX = new URL("../../broker-linux/package.json", import.meta.url);
const APPLICATION = mkdtempSync(join(tmpdir(), "authbroker-native-"));
const PACKAGE = join(APPLICATION, "node_modules", NAME);
mkdirSync(PACKAGE, { recursive: true });
writeFileSync(join(PACKAGE, "package.json"), JSON.stringify({ name: NAME }));
afterAll(() => rmSync(APPLICATION, { recursive: true }));
/** The package as `npm install broker@npm:…` puts it. */
const ALIAS = join(APPLICATION, "node_modules", "broker");
cpSync(PACKAGE, ALIAS, { recursive: true });
const IN_PACKAGE = join(PACKAGE, "dist", "index.js");
const BUNDLE = resolve("/app/out/main.js");
const TARGET = process.platform === "darwin" ? "darwin-x64+arm64" : `${process.platform}-${process.arch}`;

/** The file of the addon in a folder. */
const addonIn = (folder: string): string => join(folder, "prebuilds", TARGET, "broker-linux.node");

/** Loads the addon of code that is in a file. */
function load(code: string | undefined, fault?: (file: string) => string | undefined): Addon {
  return loadNativePart({
    name: NAME,
    builds: "some systems",
    code,
    isAddon: (value): value is Addon => typeof value === "object" && value !== null && "start" in value,
    ...(fault === undefined ? {} : { fault }),
  });
}

/** What loading rejects with. */
function failure(...args: Parameters<typeof load>): BrokerError {
  try {
    load(...args);
  } catch (error) {
    if (error instanceof BrokerError) return error;
    throw error;
  }
  throw new Error("it was loaded");
}

/** The paths that the system is asked to load, where each is an addon. */
function loadable(addon: object): () => readonly string[] {
  const dlopen = vi.spyOn(process, "dlopen").mockImplementation((module) => {
    Object.assign(module, { exports: addon });
  });
  onTestFinished(() => dlopen.mockRestore());
  return () => dlopen.mock.calls.map(([, file]) => file.replace("\\\\?\\", ""));
}

test.each([
  ["a package", IN_PACKAGE, PACKAGE],
  ["a package, which is known by its URL alone", pathToFileURL(IN_PACKAGE).href, PACKAGE],
  ["a bundle", BUNDLE, dirname(BUNDLE)],
  [
    "a bundle in folders that are called as the package's are",
    resolve("/app/broker-linux/dist/main.js"),
    resolve("/app/broker-linux/dist"),
  ],
  ["a bundle in a folder called dist", resolve("/app/dist/main.js"), resolve("/app/dist")],
  ["a package that is installed by another name", join(ALIAS, "dist", "index.js"), ALIAS],
])("one file is loaded, and no other is looked for: the code is in %s", (_what, code, folder) => {
  const asked = loadable({ start: () => {} });
  load(code);
  expect(asked()).toEqual([addonIn(folder)]);
});

test("a manifest that is there and cannot be read is told, and not taken for a bundle's", () => {
  const folder = join(APPLICATION, "unreadable");
  mkdirSync(join(folder, "package.json"), { recursive: true });
  expect(failure(join(folder, "dist", "index.js"))).toMatchObject({
    errorCode: "broker_load_failed",
    errorMessage: expect.stringMatching(/package\.json cannot be read: .*EISDIR/),
  });
});

describe("a package with node-gyp-build", () => {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-native-"));
  const home = join(folder, "node_modules", NAME);
  const code = join(home, "dist", "index.js");
  beforeAll(() => {
    const nodeGypBuild = dirname(createRequire(LINUX).resolve("node-gyp-build"));
    for (const made of [dirname(addonIn(home)), join(home, "build", "Release"), dirname(addonIn(folder))])
      mkdirSync(made, { recursive: true });
    symlinkSync(nodeGypBuild, join(folder, "node_modules", "node-gyp-build"), "junction");
    writeFileSync(join(home, "package.json"), JSON.stringify({ name: NAME }));
    writeFileSync(addonIn(home), "");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("loads the build that it chooses, whatever that is called", () => {
    const asked = loadable({ start: () => {} });
    const tagged = addonIn(home).replace(/[^/\\]*$/, "broker-linux.napi.node");
    renameSync(addonIn(home), tagged);
    onTestFinished(() => renameSync(tagged, addonIn(home)));
    load(code);
    expect(asked()).toEqual([tagged]);
  });

  test.each([
    ["in build/Release", () => planted(join(home, "build", "Release", "broker-linux.node"))],
    [
      "in a folder that the environment names",
      () => {
        vi.stubEnv("@AUTHBROKER/BROKER_LINUX_PREBUILD", folder);
        planted(addonIn(folder));
      },
    ],
  ])("passes over one that it finds %s", (_where, plant) => {
    const asked = loadable({ start: () => {} });
    plant();
    load(code);
    expect(asked()).toEqual([addonIn(home)]);
  });

  function planted(file: string): void {
    writeFileSync(file, "");
    onTestFinished(() => {
      rmSync(file);
      vi.unstubAllEnvs();
    });
  }
});

test("a bundle without the addon beside it names the file, the settings of bundlers, and where to copy it", () => {
  const error = failure(BUNDLE);
  expect(error).toMatchObject({
    errorCode: "broker_load_failed",
    errorMessage: `${NAME} is in a bundle, and its native part is not beside that: there is no ${addonIn(dirname(BUNDLE))}`,
    cause: expect.any(Error),
  });
  for (const bundler of ["--external:@authbroker/broker-*", "webpack", "rollup", "rolldown", "Vite"]) {
    expect(error.hint).toContain(bundler);
  }
  expect(error.hint).toContain(`copy the folder prebuilds of ${NAME} to ${dirname(BUNDLE)}.`);
});

test("a bundle that cannot tell where it is says so", () => {
  expect(failure(undefined)).toMatchObject({
    errorCode: "broker_load_failed",
    errorMessage: expect.stringContaining("in a bundle that knows neither import.meta nor __filename"),
    hint: expect.stringContaining("--external:@authbroker/broker-*"),
  });
});

test("a package without a build for this system names the file, and what there are builds for", () => {
  expect(failure(IN_PACKAGE)).toMatchObject({
    errorCode: "broker_load_failed",
    errorMessage: `${NAME} is installed, but it has no build for this system: there is no ${addonIn(PACKAGE)}`,
    hint: expect.stringContaining(
      `builds for some systems; this is ${process.platform}-${process.arch}. Where that is one of them, install it again: npm install "${NAME}@`,
    ),
  });
});

test("a file that is there and does not load gives the loader's own words", () => {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-native-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const addon = addonIn(folder);
  mkdirSync(dirname(addon), { recursive: true });
  writeFileSync(addon, "no addon at all, and long enough to hold the header of one ".repeat(9));
  const error = failure(join(folder, "main.js"));
  expect(error.errorCode).toBe("broker_load_failed");
  expect(error.cause).toMatchObject({ code: "ERR_DLOPEN_FAILED" });
  expect(error.errorMessage).toContain(`its native part does not load: ${(error.cause as Error).message}`);
  expect(error.hint).toContain(`Install it again on this system: npm install "${NAME}@`);
});

test("where Node.js was told to load no addons, that is what is to be changed", () => {
  const code = "ERR_DLOPEN_DISABLED";
  const dlopen = vi.spyOn(process, "dlopen").mockImplementation(() => {
    throw Object.assign(new Error("Cannot load native addon because loading addons is disabled."), { code });
  });
  onTestFinished(() => dlopen.mockRestore());
  mkdirSync(dirname(addonIn(PACKAGE)), { recursive: true });
  writeFileSync(addonIn(PACKAGE), "");
  onTestFinished(() => rmSync(addonIn(PACKAGE)));
  expect(failure(IN_PACKAGE).hint).toBe(
    "Start Node.js without --no-addons, and with --allow-addons where it has --permission.",
  );
});

test("what exports something else is not taken for the addon", () => {
  loadable({ stop: () => {} });
  expect(failure(IN_PACKAGE).errorMessage).toContain(`${addonIn(PACKAGE)} is not the addon of this version`);
});

test("a file with a fault is not handed to the loader", () => {
  const asked = loadable({ start: () => {} });
  const error = failure(IN_PACKAGE, () => "is cut off: it has 1 byte");
  expect(error.errorMessage).toContain(`${addonIn(PACKAGE)} is cut off: it has 1 byte`);
  expect(asked()).toEqual([]);
});
