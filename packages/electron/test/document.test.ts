import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

test("the document's settings of electron-builder are those that the example is packaged with", async () => {
  const document = await readFile(join(ROOT, "docs/electron.md"), "utf8");
  const settings = /^```json\n(?<text>[^]*?)^```$/m.exec(document)?.groups?.["text"] ?? "";
  const packaged: unknown = JSON.parse(
    await readFile(join(ROOT, "examples/electron/electron-builder.json"), "utf8"),
  );
  expect(packaged).toMatchObject(JSON.parse(settings));
});
