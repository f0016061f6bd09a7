// The main process: it owns the client and with it the tokens, and serves the calls of its own pages.
import { PublicClientApplication } from "@authbroker/core";
import { preloadPath, serveAuthbroker } from "@authbroker/electron/main";
import { app, BrowserWindow, dialog, ipcMain, protocol, session, shell } from "electron";
import { createProfileReader } from "./profile.js";
import { ORIGIN, readPage, SCHEME } from "./serve-pages.js";
import { HELP, settings } from "./settings.js";

// A scheme of the application's own has an origin, which file: has not. To be said before the app is ready.
protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
app.on("window-all-closed", () => app.quit());
// Not awaited: Electron gets ready only after this module has run.
app.whenReady().then(start).catch(fail);

async function start() {
  const { clientId, authority, authorityMetadata, api } = settings();
  if (clientId === "") throw new Error(HELP);
  const client = await PublicClientApplication.create({
    auth: { clientId, authority, ...(authorityMetadata ? { authorityMetadata } : {}) },
    enableBrokerOnLinux: true,
    enableBrokerOnMac: true,
    enableBrokerOnWindows: true,
  });

  protocol.handle(SCHEME, readPage);
  session.defaultSession.setPermissionRequestHandler((_page, _permission, answer) => answer(false));
  serveAuthbroker(client, {
    ipcMain,
    BrowserWindow,
    origins: [ORIGIN],
    scopes: ["https://graph.microsoft.com/User.Read"],
    methods: { profile: createProfileReader(client, api) },
    openBrowser: (url) => shell.openExternal(url),
    onError: (error) => console.error(error),
  });
  await openWindow();
}

async function openWindow() {
  const window = new BrowserWindow({
    width: 560,
    height: 520,
    title: "Authbroker in Electron",
    backgroundColor: "#f6f5f1",
    show: false,
    webPreferences: { preload: preloadPath, contextIsolation: true, sandbox: true, nodeIntegration: false },
  });
  window.removeMenu();
  window.once("ready-to-show", () => window.show());
  // There is one page. Neither a link nor a script of it leads anywhere else.
  window.webContents.setWindowOpenHandler(() => ({ action: "deny" }));
  window.webContents.on("will-navigate", (event) => event.preventDefault());
  await window.loadURL(`${ORIGIN}/index.html`);
}

/** @param {unknown} error */
function fail(error) {
  const text = error instanceof Error ? error.message : String(error);
  console.error(text);
  // Who started the application from a terminal reads it there.
  if (!process.stderr.isTTY && !process.env["AUTHBROKER_EMULATOR"]) {
    dialog.showErrorBox("Authbroker in Electron cannot start", text);
  }
  app.exit(1);
}
