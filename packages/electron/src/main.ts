export type * from "./bridge.js";
export type { Client, PageCall } from "./client-methods.js";
export type * from "./electron.js";
export { bridgeError } from "./errors.js";
export { preloadPath, registerPreload } from "./preload-path.js";
export { type AuthbrokerService, type PageMethods, serveAuthbroker, type ServeOptions } from "./serve.js";
