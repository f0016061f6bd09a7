import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Emulator, startEmulator } from "@authbroker/emulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../../../scripts/lib/workspace.mjs";
import { commands, every } from "./support/commands.js";
import { documents, type MarkdownDocument } from "./support/markdown.js";
import { TIME_LIMIT, type } from "./support/shell.js";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const demos = every(/^npm run demo\b/);
const verifications = every(/^npm run verify -- --client-id CLIENT_ID$/);
const examples = documents().flatMap((document) =>
  commands(document)
    .filter((line) => /^(?:npx @authbroker\/emulator run -- )?node index\.js\b/.test(line))
    .map((line) => ({ line, folder: folderOf(document) })),
);

describe("in the repository", { timeout: TIME_LIMIT }, () => {
  test.each(demos)("%s signs in, or says how", async (line) => {
    const { exitCode, output } = await type(line, root);
    expect({ exitCode, output }).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(line.endsWith("--help") ? /--route ROUTE/ : /Signed in as Adele Vance/),
    });
  });

  test.each(verifications)("%s prints a report in which nothing failed", async (line) => {
    const { exitCode, output } = await type(withClientId(line), root, emulator.env);
    expect(output).toMatch(/^\| token, silently \| ok /m);
    expect(output).not.toContain("failed");
    expect(exitCode).toBe(0);
  });
});

describe("in an example's folder", { timeout: TIME_LIMIT }, () => {
  test.each(examples)("$folder: $line signs in, or says how", async ({ folder, line }) => {
    const { exitCode, output } = await type(withClientId(line), join(root, folder), emulator.env);
    expect({ exitCode, output }).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(
        line.endsWith("--help") ? /--client-id ID/ : /Signed in as|token, silently/,
      ),
    });
  });
});

function folderOf({ path }: MarkdownDocument): string {
  const folder = dirname(path);
  if (!existsSync(join(root, folder, "index.js"))) throw new Error(`${path} is about no example`);
  return folder;
}

/** With the emulator's application in the place of the reader's own. */
function withClientId(line: string): string {
  return line.replace("CLIENT_ID", emulator.env["AUTHBROKER_CLIENT_ID"] ?? "");
}
