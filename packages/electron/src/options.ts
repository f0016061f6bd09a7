import type { InteractiveRequest } from "@authbroker/core";
import type { Client, PageCall } from "./client-methods.js";
import type { IpcMain, Windows } from "./electron.js";
import { wrong } from "./received.js";

/**
 * Methods of the application's own, by name. What a page passes is hostile: look at its type before you use it. The answer is
 * copied to the page, and has to be plain data: of a `NativeImage`, its `toDataURL()`.
 */
export type PageMethods = Readonly<Record<string, (parameter: unknown, call: PageCall) => unknown>>;

/** What `serveAuthbroker` takes. */
export interface ServeOptions {
  /** Electron's `ipcMain`, or the `webContents.ipc` of one window. */
  readonly ipcMain: IpcMain;
  /** Electron's class `BrowserWindow`, to find the window that a sign-in window belongs to. */
  readonly BrowserWindow: Windows;
  /**
   * The origins of the application's own pages, for example `app://notes`. No other page may call, and none that comes from
   * the network can be listed.
   */
  readonly origins: readonly string[];
  /** What pages may sign in for, and do where they do not say; without it `openid`, `profile` and `offline_access`. */
  readonly scopes?: readonly string[];
  /**
   * What pages may have access tokens for. Without it no token leaves the main process. A token serves every permission
   * that the user has consented to at its resource, not only the scope it was asked for.
   */
  readonly tokenScopes?: readonly string[];
  /** What pages may have the main process do, for example call an API with a token. */
  readonly methods?: PageMethods;
  /** Opens the browser, where a sign-in needs it: `shell.openExternal`, say. Without it the client does. */
  readonly openBrowser?: InteractiveRequest["openBrowser"];
  /** Is told what a call failed with, whole: a page gets neither its cause nor its stack. */
  readonly onError?: (error: unknown) => void;
}

const CLIENT_METHODS: readonly (keyof Client)[] = [
  "acquireTokenInteractive",
  "acquireTokenSilent",
  "getAllAccounts",
  "probeBroker",
  "signOut",
];

const OPTIONS: readonly (keyof ServeOptions)[] = [
  "ipcMain",
  "BrowserWindow",
  "origins",
  "scopes",
  "tokenScopes",
  "methods",
  "openBrowser",
  "onError",
];

/**
 * Checks what `serveAuthbroker` was given, but for the lists, which are read elsewhere.
 *
 * @throws TypeError that names the argument, or an option that there is not: a misspelt one would be heeded by nobody.
 */
export function checkArguments(client: Client, options: ServeOptions): void {
  requireMethods("client", client, CLIENT_METHODS);
  const given: unknown = options;
  if (typeof given !== "object" || given === null) throw wrong("options", "an object", given);
  const unknown = Object.keys(given).find((name) => !OPTIONS.some((option) => option === name));
  if (unknown !== undefined) {
    throw new TypeError(`serveAuthbroker() has no option "${unknown}"; it has ${OPTIONS.join(", ")}`);
  }
  requireMethods("ipcMain", options.ipcMain, ["handle", "removeHandler"]);
  requireMethods("BrowserWindow", options.BrowserWindow, ["fromWebContents"]);
  const { methods } = options;
  if (methods !== undefined) requireMethods("methods", methods);
  for (const name of ["openBrowser", "onError"] as const) {
    if (options[name] !== undefined && typeof options[name] !== "function") {
      throw wrong(name, "a function", options[name]);
    }
  }
}

/** Of an object, or of a class, as Electron's `BrowserWindow` is; without names, that all it has are methods. */
function requireMethods(argument: string, value: unknown, methods?: readonly string[]): void {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject) throw wrong(argument, "an object", value);
  for (const method of methods ?? Object.keys(value)) {
    const found: unknown = Reflect.get(value, method);
    if (typeof found !== "function") throw wrong(`${argument}.${method}`, "a function", found);
  }
}
