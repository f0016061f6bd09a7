import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const LOAD = fileURLToPath(new URL("../windows/load.mjs", import.meta.url));

/** What load.mjs prints of an addon. */
async function loaded(addon: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "authbroker-load-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "addon.cjs");
  writeFileSync(file, addon);
  const { stdout } = await promisify(execFile)(process.execPath, [LOAD, file]);
  return stdout;
}

test("what is printed of the answers of Windows names statuses and properties, no token and nobody", async () => {
  const printed = await loaded(`
    const answer = (value) => () => ({ id: 1, answer: Promise.resolve(value) });
    const said = Object.assign(new Error("SECRET"), { code: "operation_failed", function: "SignOutAsync", hresult: 0x80004005 });
    module.exports = {
      systemFacts: () => ({ build: 26100 }),
      findProvider: answer({ id: "SECRET" }),
      findAccounts: answer({ status: 0, accounts: [{ userName: "SECRET", properties: { OID: "SECRET" } }] }),
      getToken: answer({ status: 0, response: { token: "SECRET", properties: { wamcompat_id_token: "SECRET" } } }),
      signOut: () => ({ id: 1, answer: Promise.reject(said) }),
    };
  `);
  expect(printed).toMatch(/^findAccounts: answered .*"status":0.*"OID"/m);
  expect(printed).toMatch(/^getToken: answered .*"status":0.*"wamcompat_id_token"/m);
  expect(printed).toMatch(/^signOut: operation_failed SignOutAsync 80004005$/m);
  expect(printed).not.toContain("SECRET");
});
