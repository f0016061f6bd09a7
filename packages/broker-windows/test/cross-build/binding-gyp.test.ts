import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const NATIVE = path.join(PACKAGE, "native");

const { variables: shared } = JSON.parse(readFileSync(path.join(NATIVE, "addon.gypi"), "utf8"));

/** What is looked at of a target. */
interface Target {
  readonly type: string;
  readonly sources: readonly string[];
  readonly configurations: {
    readonly Release: {
      readonly defines: readonly string[];
      readonly msvs_settings: Readonly<Record<"VCCLCompilerTool" | "VCLinkerTool", Options>>;
    };
  };
}

type Options = Readonly<Record<string, unknown>>;

/** What Node.js' own settings say of speed and size: speed. */
const OF_NODE = JSON.stringify({
  target_defaults: {
    default_configuration: "Release",
    configurations: {
      Release: {
        msvs_settings: {
          VCCLCompilerTool: { Optimization: 3, FavorSizeOrSpeed: 1, InlineFunctionExpansion: 2 },
        },
      },
    },
  },
});

/** The target of `binding.gyp`, as gyp expands it on a system. */
function targetOn(system: "win" | "linux", architecture = "x64"): Target {
  const cache = path.join(PACKAGE, ".cache");
  mkdirSync(cache, { recursive: true });
  // Within the package, so that its dependencies are found from there.
  const folder = mkdtempSync(path.join(cache, "test-"));
  try {
    const native = path.join(folder, "native");
    cpSync(NATIVE, native, { recursive: true });
    // In place of Node.js' headers: of the settings that come with them, those are looked at that are overridden.
    mkdirSync(path.join(folder, "include", "node"), { recursive: true });
    writeFileSync(path.join(folder, "include", "node", "common.gypi"), OF_NODE);
    const gyp = createRequire(import.meta.url).resolve("node-gyp/bin/node-gyp.js");
    const options = [`--nodedir=${folder}`, `--arch=${architecture}`, "--", "-f", "gypd", `-DOS=${system}`];
    const configure = [gyp, "configure", ...options];
    execFileSync(process.execPath, configure, { cwd: native, stdio: "pipe" });
    const toJson = "import ast, json, sys; print(json.dumps(ast.literal_eval(open(sys.argv[1]).read())))";
    const expanded = execFileSync("python3", ["-c", toJson, "binding.gypd"], {
      cwd: native,
      encoding: "utf8",
    });
    return JSON.parse(expanded).targets[0];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("Visual Studio", () => {
  let target: Target;
  beforeAll(() => {
    target = targetOn("win");
  });

  test("builds the same sources with the same definitions, and compares them with the SDK", () => {
    expect(target.sources).toEqual([
      ...shared.addon_sources,
      "abi_iids_check.cc",
      "abi_slots_check.c",
      // Binds Node-API to the program that loads the addon, as mingw/host_binding.cc does.
      expect.stringMatching(/win_delay_load_hook\.cc$/),
    ]);
    expect(target.configurations.Release.defines).toEqual(expect.arrayContaining(shared.addon_defines));
  });

  test("takes warnings for errors, and has its protections on", () => {
    const { VCCLCompilerTool: compiler, VCLinkerTool: linker } = target.configurations.Release.msvs_settings;
    expect(compiler).toMatchObject({ WarningLevel: "4", WarnAsError: "true", ExceptionHandling: "0" });
    expect(compiler["AdditionalOptions"]).toEqual(expect.arrayContaining(["/guard:cf", "/sdl"]));
    expect(linker["AdditionalOptions"]).toEqual(
      expect.arrayContaining([
        "/guard:cf",
        "/DYNAMICBASE",
        "/NXCOMPAT",
        "/CETCOMPAT",
        "/DEPENDENTLOADFLAG:0x800",
      ]),
    );
  });

  test("takes the universal C runtime from Windows, and what Windows has not into the file", () => {
    const { VCCLCompilerTool: compiler, VCLinkerTool: linker } = target.configurations.Release.msvs_settings;
    expect(compiler).toMatchObject({ RuntimeLibrary: "0" });
    expect(linker["AdditionalOptions"]).toEqual(
      expect.arrayContaining(["/NODEFAULTLIB:libucrt.lib", "/DEFAULTLIB:ucrt.lib"]),
    );
  });

  test("builds for size, whatever Node.js' own settings say", () => {
    const { VCCLCompilerTool: compiler } = target.configurations.Release.msvs_settings;
    expect(compiler).toMatchObject({
      Optimization: "1",
      FavorSizeOrSpeed: "2",
      InlineFunctionExpansion: "1",
    });
  });
});

test("a processor without shadow stacks is not promised one", () => {
  const { VCLinkerTool: linker } = targetOn("win", "arm64").configurations.Release.msvs_settings;
  expect(linker["AdditionalOptions"]).not.toContain("/CETCOMPAT");
});

test("elsewhere there is nothing to build", () => {
  expect(targetOn("linux")).toMatchObject({ type: "none" });
});

test("every source is built", () => {
  const sources = readdirSync(NATIVE).filter((name) => name.endsWith(".cc") && !name.endsWith("_check.cc"));
  expect(new Set(shared.addon_sources)).toEqual(new Set(sources));
});
