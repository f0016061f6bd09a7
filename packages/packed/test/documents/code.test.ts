import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { published, unpack } from "../../../../scripts/lib/packed.mjs";
import { run } from "../../../../scripts/lib/run.mjs";
import { manifestOf, root, tool } from "../../../../scripts/lib/workspace.mjs";
import { programs } from "./support/programs.js";
import { documents } from "./support/markdown.js";

/** The packages of others that the code imports, or that ours name in their types, and who has them here. */
const OTHERS = {
  "@azure/identity": "packages/e2e",
  "@azure/msal-node": "packages/core",
  "@rollup/plugin-node-resolve": "packages/packed",
  "@types/node": ".",
  electron: "packages/electron",
  esbuild: "packages/packed",
  vite: "packages/packed",
};

/** Its own types say that it is CommonJS, and it is not. */
const PLUGIN = 'declare module "@rollup/plugin-commonjs" { export default function commonjs(): unknown }';

const OPTIONS = {
  extends: join(root, "tsconfig.base.json"),
  compilerOptions: {
    noEmit: true,
    allowJs: true,
    checkJs: true,
    isolatedDeclarations: false,
    erasableSyntaxOnly: false,
    // Beyond "strict", in which the code is, and not for what shows only a part of a program.
    noPropertyAccessFromIndexSignature: false,
    noUnusedLocals: false,
    // A reader's own JavaScript has `error` as it comes.
    useUnknownInCatchVariables: false,
    lib: ["es2023", "dom"],
    types: ["node"],
  },
};

let folder = "";
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "authbroker-documents-")));
  const modules = join(folder, "node_modules");
  await Promise.all(published().map((from) => unpack(manifestOf(from).name, modules)));
  for (const [name, owner] of Object.entries(OTHERS)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(root, owner, "node_modules", name), join(modules, name));
  }
});
afterAll(() => rm(folder, { recursive: true }));

const withCode = documents().filter((document) => programs(document).length > 0);

describe.each(withCode)("$path", (document) => {
  test("its code compiles against the types that are published", async () => {
    const own = await mkdtemp(join(folder, "code-"));
    await writeFile(join(own, "package.json"), '{ "type": "module" }');
    await writeFile(join(own, "tsconfig.json"), JSON.stringify(OPTIONS));
    await writeFile(join(own, "plugin.d.ts"), PLUGIN);
    for (const { name, text } of programs(document)) await writeFile(join(own, name), text);
    const { output } = await run(process.execPath, [tool("typescript", "tsc"), "-p", own]);
    expect(output).toBe("");
  });
});
