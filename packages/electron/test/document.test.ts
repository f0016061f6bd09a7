import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");

const read = (path: string): Promise<string> => readFile(join(ROOT, path), "utf8");
const parsed = async (path: string): Promise<Record<string, unknown>> => JSON.parse(await read(path));

/** The blocks of code of a document that are in a language, with the first line that names their file. */
async function blocks(path: string, language: string): Promise<{ name: string; code: string }[]> {
  const found = (await read(path)).matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "gm"));
  return [...found].map(([, code = ""]) => ({ name: /^\/\/ (\S+)$/m.exec(code)?.[1] ?? "", code }));
}

/** What the page of the document is given beside it: the types of the bridge. */
const OPTIONS = {
  extends: "../../../../tsconfig.base.json",
  compilerOptions: {
    noEmit: true,
    allowJs: true,
    checkJs: true,
    isolatedDeclarations: false,
    erasableSyntaxOnly: false,
    useUnknownInCatchVariables: false,
    lib: ["es2023", "dom"],
    types: ["node"],
  },
};

describe("docs/electron.md", () => {
  test("its code compiles, against Electron's own types", async () => {
    const folder = await mkdtemp(join(import.meta.dirname, ".document-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const code = [...(await blocks("docs/electron.md", "js")), ...(await blocks("docs/electron.md", "ts"))];
    expect(code.map(({ name }) => name).toSorted()).toEqual([
      "forge.config.cjs",
      "main-of-base-windows.js",
      "main-with-a-preload-script.js",
      "main.js",
      "methods.d.ts",
      "page.js",
      "preload.js",
    ]);
    for (const { name, code: text } of code) await writeFile(join(folder, name), text);
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(OPTIONS));
    const checked = await promisify(execFile)(process.execPath, [TSC, "-p", folder]).catch(
      (error: unknown) => error,
    );
    expect(checked).toMatchObject({ stdout: "" });
  });

  test("its settings of electron-builder are those that the example is packaged with", async () => {
    const [settings] = await blocks("docs/electron.md", "json");
    expect(await parsed("examples/electron/electron-builder.json")).toMatchObject(
      JSON.parse(settings?.code ?? ""),
    );
  });

  test("every command is a script of the example's", async () => {
    const { scripts } = await parsed("examples/electron/package.json");
    for (const document of ["docs/electron.md", "examples/electron/README.md"]) {
      const commands = [...(await read(document)).matchAll(/npm run ([\w:]+)/g)];
      expect(commands.length).toBeGreaterThan(0);
      for (const [, name] of commands) expect(scripts).toHaveProperty([String(name)]);
    }
  });
});
