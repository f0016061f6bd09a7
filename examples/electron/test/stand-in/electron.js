// Stands in for Electron where there is none: the main process is plain Node.js, a window is a page of Chromium, and what
// crosses between the two is cloned as Electron clones it. A scheme of the application's own is a host of the Web's.
import { EventEmitter } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { which } from "../../../../scripts/lib/which.mjs";

/** @typedef {(event: object, ...sent: unknown[]) => Promise<unknown>} Listener */

/** @type {Map<string, Listener>} */
const handlers = new Map();
/** @type {Map<string, (request: { url: string }) => Promise<Response>>} */
const schemes = new Map();

export const app = Object.assign(new EventEmitter(), {
  whenReady: () => Promise.resolve(),
  quit: () => process.exit(0),
  exit: (/** @type {number} */ code) => process.exit(code),
});

export const ipcMain = {
  handle: (/** @type {string} */ channel, /** @type {Listener} */ listener) =>
    handlers.set(channel, listener),
  removeHandler: (/** @type {string} */ channel) => handlers.delete(channel),
};

export const protocol = {
  registerSchemesAsPrivileged() {},
  handle: (
    /** @type {string} */ scheme,
    /** @type {(request: { url: string }) => Promise<Response>} */ handler,
  ) => schemes.set(scheme, handler),
};

export const session = { defaultSession: { setPermissionRequestHandler() {} } };
export const shell = { openExternal: async (/** @type {string} */ url) => console.error(`opens ${url}`) };
export const dialog = { showErrorBox() {} };

/** Chromium's number of a load that failed, whatever of. */
const ERR_FAILED = -2;

/** The id of the X11 window that the stand-in's windows say they are. */
const WINDOW = 0x2e00005;

export class BrowserWindow extends EventEmitter {
  /** @readonly @type {Map<object, BrowserWindow>} */
  static #windows = new Map();

  webContents = Object.assign(new EventEmitter(), { setWindowOpenHandler() {} });
  /** @readonly @type {{ preload: string }} */
  #preferences;

  /** @param {{ webPreferences: { preload: string } }} options */
  constructor({ webPreferences }) {
    super();
    this.#preferences = webPreferences;
    BrowserWindow.#windows.set(this.webContents, this);
  }

  /** @param {object} contents */
  static fromWebContents(contents) {
    return BrowserWindow.#windows.get(contents) ?? null;
  }

  getNativeWindowHandle() {
    const handle = Buffer.alloc(4);
    handle.writeUInt32LE(WINDOW);
    return handle;
  }

  removeMenu() {}
  show() {}

  /** @param {string} url */
  async loadURL(url) {
    const profile = await mkdtemp(join(tmpdir(), "authbroker-electron-"));
    process.once("exit", () => rmSync(profile, { recursive: true, maxRetries: 10, retryDelay: 100 }));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: which("chromium") ?? which("chromium-browser") ?? which("google-chrome") ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", ...process.argv.slice(2)],
      viewport: { width: 560, height: 520 },
    });
    console.error(`DevTools listening on ${await devTools(profile)}`);
    const [page] = context.pages();
    if (page === undefined) throw new Error("Chromium opened no page");
    await context.route("**/*", (route) => answer(route));
    await page.exposeBinding("standInInvoke", ({ frame }, channel, sent) =>
      this.#invoke(originOf(frame.url()), frame.parentFrame(), channel, sent),
    );
    await page.addInitScript(preloadScript(this.#preferences.preload));
    page.on("framenavigated", (frame) => {
      if (frame !== page.mainFrame()) return;
      // As Electron does: an error page in place of the one that was asked for is no navigation.
      if (frame.url().startsWith("chrome-error:")) {
        this.webContents.emit("did-fail-load", {}, ERR_FAILED, "ERR_FAILED", frame.url(), true);
      } else {
        this.webContents.emit("did-navigate");
      }
    });
    page.on("close", () => {
      this.webContents.emit("destroyed");
      BrowserWindow.#windows.delete(this.webContents);
      app.emit("window-all-closed");
    });
    await page.goto(toWeb(url));
    this.emit("ready-to-show");
  }

  /**
   * @param {string} origin
   * @param {object | null} parent
   * @param {string} channel
   * @param {unknown[]} sent
   */
  async #invoke(origin, parent, channel, sent) {
    const handler = handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const event = { sender: this.webContents, senderFrame: { origin, parent } };
    return structuredClone(await handler(event, ...structuredClone(sent)));
  }
}

/**
 * Where Chromium listens for those who drive it, which it writes into its profile.
 *
 * @param {string} profile
 */
async function devTools(profile) {
  const [port, path] = (await readFile(join(profile, "DevToolsActivePort"), "utf8")).split("\n");
  return `ws://127.0.0.1:${port}${path}`;
}

/** @param {import("playwright-core").Route} route */
async function answer(route) {
  const url = fromWeb(route.request().url());
  const handler = schemes.get(url.slice(0, url.indexOf(":")));
  if (handler === undefined) return route.abort();
  const response = await handler({ url });
  return route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}

/**
 * A preload script in its sandbox, where Electron is the only module.
 *
 * @param {string} path
 */
function preloadScript(path) {
  const electron = `{
    contextBridge: { exposeInMainWorld: (name, api) => { window[name] = api; } },
    ipcRenderer: { invoke: (channel, ...sent) => standInInvoke(channel, sent) },
  }`;
  const require = `(name) => { if (name === "electron") return ${electron}; throw new Error("module not found: " + name); }`;
  return `(function (require, exports) { ${readFileSync(path, "utf8")} })(${require}, {});`;
}

/** @param {string} url */
function toWeb(url) {
  const { protocol: scheme, host, pathname } = new URL(url);
  return `https://${host}.${scheme.slice(0, -1)}.test${pathname}`;
}

/** @param {string} url */
function fromWeb(url) {
  const { hostname, pathname } = new URL(url);
  const [host, scheme] = hostname.split(".");
  return `${scheme}://${host}${pathname}`;
}

/** @param {string} url */
function originOf(url) {
  return fromWeb(url).split("/", 3).join("/");
}
