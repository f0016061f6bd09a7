/**
 * What is used of Electron's main process, as shapes: Electron's own objects fit them in every version from 30 on, and so
 * does what an application puts around them. Nothing here imports Electron, which only exists inside Electron.
 */

/** Electron's `ipcMain`, or the `webContents.ipc` of one window to serve that window alone. */
export interface IpcMain {
  handle(channel: string, listener: (event: InvokeEvent, ...received: unknown[]) => Promise<unknown>): void;
  removeHandler(channel: string): void;
}

/** An `IpcMainInvokeEvent`. */
export interface InvokeEvent {
  /** The page that calls. */
  readonly sender: WebContents;
  /** The frame of it that calls; null when it navigated away or was destroyed meanwhile. */
  readonly senderFrame: WebFrame | null;
}

/** A `WebFrameMain`. */
export interface WebFrame {
  /** For example `app://notes`; `null` in letters for an opaque origin. */
  readonly origin: string;
  /** Null for the page itself. */
  readonly parent: unknown;
}

/** The events after which the page that made a call is not there to get its answer. */
export type PageEnd = "destroyed" | "render-process-gone" | "did-navigate";

/** Is told of a load that failed, of the page's or of a frame's inside it; with a code of Chromium's, below 0. */
export type LoadFailed = (
  event: unknown,
  errorCode: number,
  errorDescription: string,
  validatedURL: string,
  isMainFrame: boolean,
) => void;

/** A `WebContents`. */
export interface WebContents {
  on(event: PageEnd, listener: () => void): unknown;
  on(event: "did-fail-load", listener: LoadFailed): unknown;
  off(event: PageEnd, listener: () => void): unknown;
  off(event: "did-fail-load", listener: LoadFailed): unknown;
}

/** A `BrowserWindow`, or a `BaseWindow`. */
export interface Window {
  getNativeWindowHandle(): Uint8Array;
}

/** Electron's class `BrowserWindow`; or an object with this method, in an application that makes windows of other parts. */
export interface Windows {
  /** The window that a page is in; null where it is in none. */
  fromWebContents(contents: WebContents): Window | null;
}

/** A `Session`: with `registerPreloadScript` from Electron 35 on, with `setPreloads` before. */
export type Session =
  | { registerPreloadScript(script: { type: "frame"; filePath: string }): unknown }
  | { getPreloads(): string[]; setPreloads(preloads: string[]): void };
