import { type Emulator, startEmulator } from "@authbroker/emulator";
import { join } from "node:path";
import { afterAll, beforeAll, describe, type ExpectStatic, test, vi } from "vitest";
import { type Bundle, Project } from "./project.js";
import { type Change, changed, recipe } from "./recipes.js";

const CORE = "@authbroker/core";
const BROKERS = ["@authbroker/broker-linux", "@authbroker/broker-macos", "@authbroker/broker-windows"];

const SIGNED_IN = {
  username: "adele@contoso.example",
  route: "broker",
  // Their codes, and that the classes hold which the application compares with.
  ofTheBroker: ["no_account_found", true, true],
  ofMsalNode: ["request_aborted", true, true],
};

/** Bundlers take seconds for what they do, and others are at work beside them. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let emulator: Emulator;
let project: Project;
let alone: Project;
beforeAll(async () => {
  [emulator, project, alone] = await Promise.all([
    startEmulator(),
    Project.make(CORE, ...BROKERS),
    Project.make(CORE),
  ]);
});
afterAll(async () => {
  await Promise.all([emulator.stop(), project[Symbol.asyncDispose](), alone[Symbol.asyncDispose]()]);
});

/** What docs/bundlers.md has a file for. */
const FILES = {
  esbuild: "esbuild.mjs",
  webpack: "webpack.config.mjs",
  Vite: "vite.config.mjs",
  rollup: "rollup.config.mjs",
} as const;

interface Form {
  readonly bundler: keyof typeof FILES;
  readonly form: string;
  readonly changes?: readonly Change[];
}

const forms: readonly Form[] = [
  { bundler: "esbuild", form: "CommonJS" },
  { bundler: "esbuild", form: "ES modules", changes: ["esm"] },
  { bundler: "webpack", form: "CommonJS", changes: ["emulated"] },
  { bundler: "webpack", form: "ES modules", changes: ["emulated", "esm"] },
  { bundler: "webpack", form: "CommonJS for Electron", changes: ["emulated", "electron"] },
  { bundler: "Vite", form: "CommonJS" },
  { bundler: "Vite", form: "ES modules", changes: ["esm"] },
  { bundler: "rollup", form: "CommonJS" },
  { bundler: "rollup", form: "ES modules", changes: ["esm"] },
];

describe.concurrent.each(forms)("$bundler, as $form,", ({ bundler, changes = [] }) => {
  test("leaves the broker packages out, and the bundle signs in where they are installed", async ({
    expect,
  }) => {
    await using bundle = await project.begin("bundled.mjs");
    expect(await bundle.follow(changed(recipe(FILES[bundler]), ...changes))).toMatchObject({ exitCode: 0 });
    expect(await run(bundle, [CORE, "@authbroker/broker-linux"])).toEqual(SIGNED_IN);
    expect(await run(bundle)).toMatchObject({ error: { errorCode: "broker_package_missing" } });
  });

  test("puts everything into the bundle, which signs in with the addons beside it and else says so", async ({
    expect,
  }) => {
    await using bundle = await project.begin("bundled.mjs");
    const built = await bundle.follow(changed(recipe(FILES[bundler]), "bundled", ...changes));
    expect(built).toMatchObject({ exitCode: 0, output: expect.not.stringMatching(/warn/i) });
    const without = await run(bundle);
    const looked = join(bundle.deployed, "prebuilds", `linux-${process.arch}`, "broker-linux.node");
    expect(without).toEqual({ error: leftBehind(expect, looked, bundle.deployed) });
    expect(await bundle.follow(recipe("copy-prebuilds.mjs"))).toEqual({ exitCode: 0, output: "" });
    expect(await run(bundle)).toEqual(SIGNED_IN);
  });
});

describe.concurrent.each(Object.entries(FILES))("%s", (_bundler, file) => {
  test("makes a bundle where neither msal-node nor a broker package is installed", async ({ expect }) => {
    await using bundle = await alone.begin("bundled-alone.mjs");
    expect(await bundle.follow(changed(recipe(file), "bundled"))).toMatchObject({ exitCode: 0 });
    expect(await run(bundle)).toMatchObject({
      error: {
        name: "BrokerPackageMissingError",
        message: expect.stringContaining('npm install "@authbroker/broker-linux@>=0.1 <1"'),
      },
    });
  });
});

test.concurrent("the main process of Electron Forge's Vite plugin signs in with nothing else packaged", async ({
  expect,
}) => {
  await using bundle = await project.begin("bundled.mjs");
  const { file, code } = recipe("vite.main.config.mjs");
  await bundle.write(file, code);
  expect(await bundle.script("forge.mjs", forge(file))).toMatchObject({ exitCode: 0 });
  expect(await run(bundle, [], ".vite/build")).toEqual(SIGNED_IN);
});

function run(bundle: Bundle, packages: readonly string[] = [], out?: string): Promise<unknown> {
  return bundle.runElsewhere(emulator.env, packages, out);
}

/** What a bundle says without the addon beside it: what was looked for and where, and what to do. */
function leftBehind(expect: ExpectStatic, looked: string, folder: string): object {
  return {
    name: "BrokerError",
    errorCode: "broker_load_failed",
    message: expect.stringContaining(
      `@authbroker/broker-linux is in a bundle, and its native part is not beside that: there is no ${looked}`,
    ),
    hint: expect.stringMatching(
      new RegExp(`--external:@authbroker/broker-\\*.*copy the folder prebuilds of \\S+ to ${folder}\\.$`),
    ),
  };
}

/**
 * Builds with the settings that Forge's Vite plugin has for a main process, and those of a file over them. The plugin itself
 * wants a whole project of Forge's.
 */
const forge = (file: string): string => `
  import { builtinModules } from "node:module";
  import { build, mergeConfig } from "vite";
  import own from "./${file}";

  const external = ["electron", "electron/main", "electron/common", ...builtinModules.flatMap((name) => [name, "node:" + name])];
  await build(mergeConfig({
    configFile: false,
    resolve: { conditions: ["node"], mainFields: ["module", "jsnext:main", "jsnext"] },
    build: {
      emptyOutDir: false, outDir: ".vite/build", minify: true, copyPublicDir: false, rollupOptions: { external },
      lib: { entry: "main.js", fileName: () => "[name].js", formats: ["cjs"] },
    },
  }, own));
`;
