// The same as index.js in the main process of Electron, whose run loop serves the broker, and with a window of its own that
// the broker's belong to:
//
//   npx electron electron.js --client-id ID
import { app, BrowserWindow } from "electron";
import { run } from "./cli.js";

async function main() {
  const window = new BrowserWindow({ width: 480, height: 240, title: "Authbroker" });
  await window.loadURL("data:text/html,The broker's windows belong to this one.");
  // A packaged application is its own program; otherwise Electron is, and this file its first argument.
  app.exit(await run(process.argv.slice(app.isPackaged ? 1 : 2), window));
}

// Not awaited: Electron is ready only after this file was run to its end.
void app.whenReady().then(main);
