import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** A value a reply can hold: the D-Bus types `s`, `as`, `u`, `b`, and nothing. */
export type ReplyValue = string | readonly string[] | number | boolean | undefined;

/** A method call on the bus, with string arguments only. */
export interface MethodCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** Sent with the signature `s` repeated. */
  readonly args: readonly string[];
  /** Milliseconds until the call rejects with code `timeout`; 0 waits for ever. */
  readonly timeoutMs: number;
}

/** A call on its way. */
export interface PendingCall {
  /**
   * Resolves with the reply's first value. Rejects with an {@link AddonError}.
   */
  readonly reply: Promise<ReplyValue>;
  /** Drops the call: `reply` rejects with code `cancelled`, a late answer is ignored. Does nothing when it has settled. */
  cancel(): void;
}

/** How a call on the bus failed. */
export interface AddonError extends Error {
  readonly code:
    /** The peer or the bus answered with a D-Bus error; `errorName` says which. */
    | "dbus_error"
    /** The reply's D-Bus type is none that {@link ReplyValue} names, or the message is malformed; `signature` says which. */
    | "bad_reply"
    | "timeout"
    | "cancelled"
    /** The connection ended before the reply came, or could not be made. */
    | "disconnected"
    /** The call could not be sent (an invalid name or path, the queue full). */
    | "not_sent";
  /** The D-Bus error name, for example `org.freedesktop.DBus.Error.ServiceUnknown`. */
  readonly errorName?: string;
  /** The D-Bus signature of a reply that was refused. */
  readonly signature?: string;
}

/** One connection to a message bus. */
export interface Connection {
  /** False once the bus has gone or {@link Connection.close} was called; it never becomes true again. */
  readonly connected: boolean;
  call(call: MethodCall): PendingCall;
  /**
   * Tells each change of a bus name's owner, with the new owner's unique name, or the empty string when it has none.
   * Does not hold the event loop open.
   */
  watchOwner(name: string, onChange: (owner: string) => void): void;
  /** Rejects what is pending with `disconnected` and ends the connection. */
  close(): void;
}

/** The native part: an asynchronous pipe to a D-Bus message bus. It knows no broker and no token. */
export interface Addon {
  /**
   * Starts a connection to the bus at a D-Bus address of the `unix:` transport. Returns before the bus has answered:
   * calls made meanwhile are queued. Throws an {@link AddonError} with code `disconnected` when the address refuses.
   */
  readonly Connection: new (address: string) => Connection;
}

let addon: Addon | undefined;

/** Loads the addon on first use, never at import, and only from this package's `prebuilds` folder. */
export function loadAddon(): Addon {
  if (addon === undefined) {
    const require = createRequire(import.meta.url);
    const load = require("node-gyp-build") as (folder: string) => Addon;
    addon = load(fileURLToPath(new URL("..", import.meta.url)));
  }
  return addon;
}
