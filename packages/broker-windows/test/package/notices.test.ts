import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";

const require = createRequire(import.meta.url);
const PACKAGE = new URL("../../", import.meta.url);

test.each([
  { name: "node-addon-api", licence: "LICENSE.md" },
  // Its part is in what Visual Studio builds.
  { name: "node-gyp", licence: "LICENSE" },
])(
  "the licence of $name, which is compiled in, goes with the package as it is, with its version",
  ({ name, licence }) => {
    const library = path.dirname(require.resolve(`${name}/package.json`));
    const { version } = JSON.parse(readFileSync(path.join(library, "package.json"), "utf8")) as {
      version: string;
    };
    const notices = readFileSync(new URL("THIRD-PARTY-NOTICES.txt", PACKAGE), "utf8");
    expect(notices).toContain(`${name} ${version}`);
    expect(notices).toContain(readFileSync(path.join(library, licence), "utf8").trim());
  },
);

test("the notices are packed", () => {
  const { files } = JSON.parse(readFileSync(new URL("package.json", PACKAGE), "utf8")) as { files: string[] };
  expect(files).toContain("THIRD-PARTY-NOTICES.txt");
});
