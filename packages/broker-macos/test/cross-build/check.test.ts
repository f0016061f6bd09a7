import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { builtIn, check, PACKAGE, temporaryFolder } from "./copy.js";

/** The built file, with every occurrence of a text changed for another of its length. */
function changing(text: string, other: string): Buffer {
  const file = builtIn(PACKAGE);
  for (let at = file.indexOf(text); at !== -1; at = file.indexOf(text, at + 1))
    file.write(other, at, "latin1");
  return file;
}

async function checkOf(file: Buffer): Promise<string> {
  const damaged = path.join(temporaryFolder(), "damaged.node");
  writeFileSync(damaged, file);
  const { exitCode, output } = await check(damaged);
  expect(exitCode).toBe(1);
  return output;
}

test("nothing is wrong with what was built", async () => {
  const output = `prebuilds/darwin-x64+arm64/broker-macos.node: ok, ${builtIn(PACKAGE).length} bytes\n`;
  expect(await check()).toEqual({ exitCode: 0, output });
});

test("a file that is not there is said to be built by npm run build", async () => {
  const { exitCode, output } = await check(path.join(PACKAGE, "prebuilds", "none.node"));
  expect(exitCode).toBe(1);
  expect(output).toContain("There is no such file. Build it, on Debian or Ubuntu: npm run build");
});

test("one changed byte is found by the page that it is in", async () => {
  const file = builtIn(PACKAGE);
  const at = file.indexOf("The operation was cancelled.");
  file.write("t", at);
  expect(await checkOf(file)).toMatch(
    /^ {2}(x86_64|arm64): the signature's hash of page \d+ \(from byte \d+\) is not that of its bytes: they were changed after signing\.$/m,
  );
});

test("another export is found, and the one that Node.js asks for is missed", async () => {
  const output = await checkOf(changing("api_register_module_v1\0", "api_register_module_v9\0"));
  expect(output).toContain("arm64: it exports _napi_register_module_v9, which Node.js does not ask for.");
  expect(output).toContain("x86_64: it does not export _napi_register_module_v1, which Node.js asks for.");
});

test("another import is found", async () => {
  const output = await checkOf(changing("_SecCodeCopySelf\0", "_SecCodeCopySalt\0"));
  expect(output).toContain(
    "arm64: it imports _SecCodeCopySalt, which neither native/sdk/tbd nor this version of Node-API has.",
  );
});

test("a class that the process may have another of is found", async () => {
  const output = await checkOf(changing("AuthbrokerOutbox\0", "MessagesOutputer\0"));
  expect(output).toContain("arm64: it defines the class MessagesOutputer");
});
