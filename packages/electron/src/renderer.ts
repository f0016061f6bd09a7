import type { AuthbrokerBridge } from "./bridge.js";

export type * from "./bridge.js";

/**
 * The methods that an application gives its pages as the `methods` of `serveAuthbroker()`, for it to fill in:
 *
 * ```ts
 * declare module "@authbroker/electron/renderer" {
 *   interface AuthbrokerMethods {
 *     me(): Promise<Profile>;
 *   }
 * }
 * ```
 */
export interface AuthbrokerMethods {}

declare global {
  interface Window {
    /** The sign-in of the main process. */
    readonly authbroker: AuthbrokerBridge<AuthbrokerMethods>;
  }
}
