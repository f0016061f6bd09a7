import type { AuthbrokerBridge, BridgeError } from "./bridge.js";

/**
 * The one channel between preload script and main process, as a type, so that both write the same text. A sandboxed
 * preload script can load no other file to take it from.
 */
export type Channel = "@authbroker/electron";

/** What a preload script asks for. */
export type Method = keyof AuthbrokerBridge;

/** What comes back: Electron passes a value on as it is, and of an error nothing but the message. */
export type Outcome = { readonly value: unknown } | { readonly error: BridgeError };
