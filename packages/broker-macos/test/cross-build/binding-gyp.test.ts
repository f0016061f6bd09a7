import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";
import { copyOfSources, PACKAGE, run } from "./copy.js";

/** `binding.gyp` as gyp expands it on a Mac, in JSON. */
async function expanded(folder: string): Promise<string> {
  const native = path.join(folder, "native");
  // In place of Node.js' headers: the settings that come with them are not what is looked at.
  mkdirSync(path.join(folder, "include", "node"), { recursive: true });
  writeFileSync(path.join(folder, "include", "node", "common.gypi"), "{}");
  const gyp = createRequire(import.meta.url).resolve("node-gyp/bin/node-gyp.js");
  const configured = await run(
    process.execPath,
    [gyp, "configure", `--nodedir=${folder}`, "--", "-f", "gypd", "-DOS=mac"],
    native,
  );
  expect(configured.exitCode, configured.output).toBe(0);
  const toJson = "import ast, json, sys; print(json.dumps(ast.literal_eval(open(sys.argv[1]).read())))";
  return (await run("python3", ["-c", toJson, "binding.gypd"], native)).output;
}

test("Xcode builds the same sources with the same flags, for the same macOS, without ARC", async () => {
  const { variables } = JSON.parse(readFileSync(path.join(PACKAGE, "native", "addon.gypi"), "utf8"));
  const [target] = JSON.parse(await expanded(copyOfSources())).targets;
  const { xcode_settings: xcode } = target.configurations.Release;
  expect(target.sources).toEqual(variables.addon_sources);
  expect(xcode).toMatchObject({ CLANG_ENABLE_OBJC_ARC: "NO", MACOSX_DEPLOYMENT_TARGET: "11.0" });
  expect(xcode.OTHER_CFLAGS).toEqual(expect.arrayContaining(variables.addon_cflags));
  expect(xcode.OTHER_LDFLAGS).toEqual(expect.arrayContaining(["-arch x86_64", "-arch arm64"]));
});
