import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import type { AuthbrokerBridge, InvokeEvent, IpcMain, WebContents, Windows } from "@authbroker/electron/main";
import { preloadPath } from "@authbroker/electron/main";

/** The handle that every fake window has. */
export const WINDOW_HANDLE = 0x2a00007n;

/** What a page calls with, as Electron tells it. */
interface PageOptions {
  readonly origin?: string;
  /** The page around the frame that calls. */
  readonly parent?: object | null;
  /** Whether the frame is gone before its call arrives. */
  readonly gone?: boolean;
  /** Whether the page is in a window; one of a tray or of a hidden view is not. */
  readonly windowless?: boolean;
}

/** A page with the preload script in it. */
export interface FakePage {
  /** What the preload script has put into the page. */
  readonly authbroker: AuthbrokerBridge<Record<string, (parameter: unknown) => unknown>>;
  /** The page's side of the main process; `emit` is what Electron does. */
  readonly contents: EventEmitter & WebContents;
  /** Sends what a preload script of the page could send that is not ours. */
  send(...sent: readonly unknown[]): Promise<unknown>;
}

/** Electron as far as the bridge knows it: the main process, and pages that talk to it. */
export interface FakeElectron {
  readonly ipcMain: IpcMain;
  readonly BrowserWindow: Windows;
  openPage(options?: PageOptions): FakePage;
}

type Listener = Parameters<IpcMain["handle"]>[1];

/** What crosses between processes: structured clones, and of an error the message alone. */
export function fakeElectron(): FakeElectron {
  const handlers = new Map<string, Listener>();
  const windowless = new Set<WebContents>();

  const openPage = ({ origin = "app://notes", parent = null, gone, ...page }: PageOptions = {}): FakePage => {
    const contents = new EventEmitter();
    if (page.windowless === true) windowless.add(contents);
    const event: InvokeEvent = { sender: contents, senderFrame: gone === true ? null : { origin, parent } };
    const invoke = async (channel: string, ...sent: readonly unknown[]): Promise<unknown> => {
      const arrived: unknown[] = structuredClone([...sent]);
      const handler = handlers.get(channel);
      try {
        if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
        return structuredClone(await handler(event, ...arrived));
      } catch (error) {
        throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error });
      }
    };
    const exposed = runPreload({ ipcRenderer: { invoke } });
    const send = (...sent: readonly unknown[]): Promise<unknown> => invoke("@authbroker/electron", ...sent);
    return { authbroker: bridgeIn(exposed), contents, send };
  };

  return {
    openPage,
    ipcMain: {
      handle(channel, listener) {
        if (handlers.has(channel)) {
          throw new Error(`Attempted to register a second handler for '${channel}'`);
        }
        handlers.set(channel, listener);
      },
      removeHandler: (channel) => void handlers.delete(channel),
    },
    BrowserWindow: {
      fromWebContents: (contents) => (windowless.has(contents) ? null : { getNativeWindowHandle }),
    },
  };
}

function getNativeWindowHandle(): Uint8Array {
  const handle = Buffer.alloc(8);
  handle.writeBigUInt64LE(WINDOW_HANDLE);
  return handle;
}

/**
 * Runs a preload script as Electron's sandbox does: one CommonJS file, whose `require` knows Electron and little else.
 *
 * @returns what it exposes, by name, as the page sees it
 */
export function runPreload(
  electron: { readonly ipcRenderer: object },
  source: string = readFileSync(preloadPath, "utf8"),
): ReadonlyMap<string, unknown> {
  const exposed = new Map<string, unknown>();
  const contextBridge = {
    exposeInMainWorld(name: string, api: object) {
      if (exposed.has(name)) throw new Error("Cannot bind an API on top of an existing property");
      exposed.set(name, asPageSees(api));
    },
  };
  const require = (name: string): unknown => {
    if (name === "electron") return { ...electron, contextBridge };
    throw new Error(`module not found: ${name}`);
  };
  const script = compileFunction(source, ["require", "module", "exports"]);
  Reflect.apply(script, undefined, [require, { exports: {} }, {}]);
  return exposed;
}

/** The functions of an exposed object with what Electron does to what passes through them. */
function asPageSees(api: object): object {
  const through = (work: (...sent: unknown[]) => unknown) => {
    return async (...sent: readonly unknown[]) => {
      try {
        return structuredClone(await work(...structuredClone([...sent])));
      } catch (error) {
        throw error instanceof Error ? new Error(error.message) : structuredClone(error);
      }
    };
  };
  return Object.fromEntries(Object.entries(api).map(([name, work]) => [name, through(work)]));
}

function bridgeIn(exposed: ReadonlyMap<string, unknown>): FakePage["authbroker"] {
  return exposed.get("authbroker") as FakePage["authbroker"];
}
