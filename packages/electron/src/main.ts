export type * from "./bridge.js";
export type { Client, PageCall } from "./client-methods.js";
export type * from "./electron.js";
export { bridgeError } from "./errors.js";
export type { PageMethods, ServeOptions } from "./options.js";
export { preloadPath, registerPreload } from "./preload-path.js";
export { type AuthbrokerService, serveAuthbroker } from "./serve.js";
