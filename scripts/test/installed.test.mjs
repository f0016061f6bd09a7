import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { installedPackages } from "../lib/installed.mjs";

/** A workspace as pnpm lays it out. */
function workspace() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "authbroker-installed-")));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folderOf = (/** @type {string} */ id, /** @type {string} */ name) =>
    join(root, "store", id, "node_modules", name);
  return {
    root,
    folderOf,
    /**
     * @param {string} id
     * @param {string} name
     * @param {Record<string, string>} [dependencies]
     */
    add(id, name, dependencies = {}) {
      mkdirSync(folderOf(id, name), { recursive: true });
      writeFileSync(join(folderOf(id, name), "package.json"), JSON.stringify({ name, dependencies }));
    },
    /**
     * @param {string} folder
     * @param {string} id
     * @param {string} name
     */
    link(folder, id, name) {
      const link = join(folder, "node_modules", name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(folderOf(id, name), link, "junction");
    },
  };
}

test("a package is found with all that it depends on, each once and as a folder without links", () => {
  const { root, add, link, folderOf } = workspace();
  add("msal@1", "@azure/msal", { jwt: "1", common: "1" });
  add("jwt@1", "jwt", { common: "1" });
  add("common@1", "common");
  link(root, "msal@1", "@azure/msal");
  link(join(root, "store", "msal@1"), "jwt@1", "jwt");
  link(join(root, "store", "msal@1"), "common@1", "common");
  link(join(root, "store", "jwt@1"), "common@1", "common");
  expect(installedPackages([{ name: "@azure/msal", from: root }])).toEqual(
    new Map([
      ["@azure/msal", folderOf("msal@1", "@azure/msal")],
      ["jwt", folderOf("jwt@1", "jwt")],
      ["common", folderOf("common@1", "common")],
    ]),
  );
});

test("two versions of a package are refused, and so is one that is not there", () => {
  const { root, add, link } = workspace();
  add("msal@1", "msal", { common: "1" });
  add("common@1", "common");
  add("common@2", "common");
  link(root, "msal@1", "msal");
  link(root, "common@2", "common");
  link(join(root, "store", "msal@1"), "common@1", "common");
  const wanted = (/** @type {string[]} */ ...names) => names.map((name) => ({ name, from: root }));
  expect(() => installedPackages(wanted("msal", "common"))).toThrow("two versions of common");
  expect(() => installedPackages(wanted("authbroker-nowhere"))).toThrow("authbroker-nowhere");
});
