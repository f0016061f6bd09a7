import { serveAuthbroker } from "@authbroker/electron/main";
import { expect, test } from "vitest";
import { fakeElectron } from "./fake-electron.js";
import { served } from "./served.js";

test.each<[what: string, wrong: object, says: string]>([
  [
    "a misspelt option",
    { scope: ["User.Read"] },
    'serveAuthbroker() has no option "scope"; it has ipcMain, ',
  ],
  ["no ipcMain", { ipcMain: undefined }, '"ipcMain" must be an object; received undefined'],
  ["another ipcMain", { ipcMain: {} }, '"ipcMain.handle" must be a function; received undefined'],
  ["no BrowserWindow", { BrowserWindow: null }, '"BrowserWindow" must be an object; received null'],
  ["methods that are none", { methods: null }, '"methods" must be an object; received null'],
  [
    "a method that is no function",
    { methods: { search: 5 } },
    '"methods.search" must be a function; received number',
  ],
  ["an onError that is none", { onError: 5 }, '"onError" must be a function; received number'],
  [
    "an openBrowser that is none",
    { openBrowser: "yes" },
    '"openBrowser" must be a function; received string',
  ],
])("%s is refused by name, before anything is served", async (_what, wrong, says) => {
  const { client, service } = await served();
  service.close();
  const { ipcMain, BrowserWindow } = fakeElectron();
  const options = { ipcMain, BrowserWindow, origins: ["app://notes"], ...wrong };

  expect(() => Reflect.apply(serveAuthbroker, undefined, [client, options])).toThrow(
    expect.objectContaining({ name: "TypeError", message: expect.stringContaining(says) }),
  );
});

test.each<[what: string, given: readonly unknown[], says: string]>([
  ["no client", [undefined, {}], '"client" must be an object; received undefined'],
  [
    "a promise of a client",
    [Promise.resolve(), {}],
    '"client.acquireTokenInteractive" must be a function; received undefined',
  ],
])("%s is refused by name", (_what, given, says) => {
  expect(() => Reflect.apply(serveAuthbroker, undefined, given)).toThrow(new TypeError(says));
});

test("no options are refused by name", async () => {
  const { client } = await served();

  expect(() => Reflect.apply(serveAuthbroker, undefined, [client])).toThrow(
    new TypeError('"options" must be an object; received undefined'),
  );
});

test("a class is as good as an object with the method, as Electron's BrowserWindow is", async () => {
  const { client } = await served();
  const { ipcMain, BrowserWindow } = fakeElectron();
  const Windows = Object.assign(() => {}, { fromWebContents: BrowserWindow.fromWebContents });

  expect(() =>
    serveAuthbroker(client, { ipcMain, BrowserWindow: Windows, origins: ["app://notes"] }),
  ).not.toThrow();
});
