import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Session } from "./electron.js";

/**
 * The preload script of this package, for `webPreferences.preload` of a window that needs no other. It is one file without
 * imports, as a sandboxed preload script has to be, and right only where this module is not bundled.
 */
export const preloadPath: string = fileURLToPath(new URL("preload.cjs", import.meta.url));

/**
 * Runs the preload script of this package before those of all windows of a session: for an application with preload
 * scripts of its own that no bundler makes. To be called before a window is opened.
 *
 * @throws Error when the file is not there, as in a main process that was bundled.
 */
export function registerPreload(session: Session): void {
  if (!existsSync(preloadPath)) {
    throw new Error(
      `${preloadPath} is not there: this main process is a bundle. Put \`import "@authbroker/electron/preload";\` into your preload script, and bundle that too.`,
    );
  }
  if ("registerPreloadScript" in session) {
    session.registerPreloadScript({ type: "frame", filePath: preloadPath });
  } else {
    session.setPreloads([...session.getPreloads(), preloadPath]);
  }
}
