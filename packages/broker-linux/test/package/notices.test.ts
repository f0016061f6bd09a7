import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";

const require = createRequire(import.meta.url);
const PACKAGE = new URL("../../", import.meta.url);

test("the licence of what is compiled in goes with the package, as it is, and names its version", () => {
  const library = path.dirname(require.resolve("node-addon-api/package.json"));
  const { version } = JSON.parse(readFileSync(path.join(library, "package.json"), "utf8")) as {
    version: string;
  };
  const notices = readFileSync(new URL("THIRD-PARTY-NOTICES.txt", PACKAGE), "utf8");
  expect(notices).toContain(`node-addon-api ${version}`);
  expect(notices).toContain(readFileSync(path.join(library, "LICENSE.md"), "utf8").trim());
  expect(notices).toContain("GCC RUNTIME LIBRARY EXCEPTION");

  const { files } = JSON.parse(readFileSync(new URL("package.json", PACKAGE), "utf8")) as { files: string[] };
  expect(files).toContain("THIRD-PARTY-NOTICES.txt");
});
