import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { preloadPath, registerPreload } from "@authbroker/electron/main";
import { rolldown } from "rolldown";
import { describe, expect, onTestFinished, test } from "vitest";
import { runPreload } from "./fake-electron.js";

const METHODS = [
  "abort",
  "acquireTokenInteractive",
  "acquireTokenSilent",
  "call",
  "getAllAccounts",
  "probeBroker",
  "signIn",
  "signOut",
];

const electron = { ipcRenderer: { invoke: () => Promise.resolve({ value: "answered" }) } };

test("runs in a sandbox, where Electron is the only module, and exposes the bridge alone", async () => {
  expect(existsSync(preloadPath)).toBe(true);
  const exposed = runPreload(electron);
  expect([...exposed.keys()]).toEqual(["authbroker"]);
  const bridge = exposed.get("authbroker") as Record<string, () => Promise<unknown>>;
  expect(Object.keys(bridge).toSorted()).toEqual(METHODS);
  expect(await bridge["getAllAccounts"]?.()).toBe("answered");
});

test("a main process that is of another version answers something else, and the page is told so", async () => {
  const exposed = runPreload({ ipcRenderer: { invoke: () => Promise.resolve(undefined) } });
  const bridge = exposed.get("authbroker") as Record<string, () => Promise<unknown>>;
  await expect(bridge["getAllAccounts"]?.()).rejects.toMatchObject({
    message: expect.stringContaining("the main process serves another version"),
    hint: "Take both, main process and preload script, from one version of @authbroker/electron.",
  });
});

test.each([
  {
    words: "An object could not be cloned.",
    hint: "Pass plain data: no function, and no object of a class.",
  },
  { words: "reply was never sent", hint: undefined },
])("a call that Electron fails with $words says what to do where that is known", async ({ words, hint }) => {
  const exposed = runPreload({ ipcRenderer: { invoke: () => Promise.reject(new Error(words)) } });
  const bridge = exposed.get("authbroker") as Record<string, () => Promise<unknown>>;
  const message = `the call was not answered: ${words}`;
  await expect(bridge["getAllAccounts"]?.()).rejects.toEqual({
    name: "Error",
    message: hint === undefined ? message : `${message}\n${hint}`,
    errorMessage: message,
    ...(hint !== undefined && { hint }),
  });
});

test("is bundled into a preload script of the application's own, which stays one CommonJS file", async () => {
  const folder = await mkdtemp(join(import.meta.dirname, ".bundled-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const input = join(folder, "preload.js");
  const own = `
    import { contextBridge } from "electron";
    import "@authbroker/electron/preload";
    contextBridge.exposeInMainWorld("notes", { list: () => [] });
  `;
  await writeFile(input, own);
  const bundle = await rolldown({ input, external: ["electron"], platform: "node", logLevel: "silent" });
  const file = join(folder, "preload.cjs");
  await bundle.write({ file, format: "cjs" });
  const exposed = runPreload(electron, await readFile(file, "utf8"));
  expect([...exposed.keys()].toSorted()).toEqual(["authbroker", "notes"]);
});

describe("registerPreload", () => {
  test("runs it in the windows of a session, from Electron 35 on", () => {
    const scripts: unknown[] = [];
    registerPreload({ registerPreloadScript: (script) => void scripts.push(script) });
    expect(scripts).toEqual([{ type: "frame", filePath: preloadPath }]);
  });

  test("and before, beside those that are there", () => {
    const session = {
      preloads: ["/app/first.cjs"],
      getPreloads: () => session.preloads,
      setPreloads: (preloads: string[]) => void (session.preloads = preloads),
    };
    registerPreload(session);
    expect(session.preloads).toEqual(["/app/first.cjs", preloadPath]);
  });
});
