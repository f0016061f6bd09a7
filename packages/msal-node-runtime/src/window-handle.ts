import { CONSOLE_WINDOW_HANDLE, type ParentWindowHandle } from "@authbroker/core";

/**
 * The parent of the broker's window. `@azure/msal-node-extensions` gives one zero byte for none: then it is the terminal's
 * window, where the system can find that.
 */
export function parentWindow(windowHandle: Buffer): ParentWindowHandle {
  return windowHandle.every((byte) => byte === 0) ? CONSOLE_WINDOW_HANDLE : windowHandle;
}
