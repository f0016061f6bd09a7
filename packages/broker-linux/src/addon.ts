/** A value a reply can hold: the D-Bus types `s`, `as`, `u`, `b`, and nothing. */
export type ReplyValue = string | readonly string[] | number | boolean | undefined;

/** A method call on the bus, with string arguments only. No string may hold a NUL or a lone surrogate. */
export interface MethodCall {
  /** A bus name, well-known or unique. */
  readonly destination: string;
  /** An object path. */
  readonly path: string;
  /** An interface name. */
  readonly interface: string;
  /** A member name. */
  readonly member: string;
  /** Sent with the signature `s` repeated. */
  readonly args: readonly string[];
  /** Milliseconds, up to 4294967295, until the call rejects with code `timeout`; 0 waits for ever. */
  readonly timeoutMs: number;
}

/** A call on its way. */
export interface PendingCall {
  /** Names the call on its connection; 0 when it could not be sent. */
  readonly id: number;
  /** Resolves with the reply's first value. Rejects with an {@link AddonError}. */
  readonly reply: Promise<ReplyValue>;
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
    /** The call could not be sent (an invalid name or path, a message over 128 MiB, the queue full). */
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
  /**
   * Sends a call. It holds the event loop open until it settles.
   *
   * @throws TypeError that names the field, when a field has the wrong type or holds what D-Bus cannot carry.
   */
  call(call: MethodCall): PendingCall;
  /**
   * Drops a call: its `reply` rejects with code `cancelled`, a late answer is ignored. Does nothing when it has settled.
   *
   * @param id The call's id on this connection.
   * @throws TypeError when `id` is no number a call can have.
   */
  cancel(id: number): void;
  /**
   * Tells each change of a bus name's owner, with the new owner's unique name, or the empty string when it has none.
   * Does not hold the event loop open. A watched connection lives until the bus goes or it is closed. Where the bus refuses
   * to tell, nothing is told, and calls go on.
   *
   * @throws TypeError when `name` is not a valid bus name or `onChange` not a function.
   * @throws AddonError `disconnected`.
   */
  watchOwner(name: string, onChange: (owner: string) => void): void;
  /** Rejects what is pending with `disconnected` and ends the connection. */
  close(): void;
}

/** The native part: an asynchronous pipe to a D-Bus message bus. It knows no broker and no token. */
export interface Addon {
  /**
   * Starts a connection to the bus at a D-Bus address of the `unix:` transport, or a `;` list of such, of which the
   * first that accepts is taken. Returns before the bus has answered: calls made meanwhile are queued. Throws an
   * {@link AddonError} with code `disconnected` when the address is of another transport or refuses.
   */
  readonly Connection: new (address: string) => Connection;
}

/** Whether that is what the file of the addon exports. */
export function isAddon(value: unknown): value is Addon {
  return (
    typeof value === "object" &&
    value !== null &&
    "Connection" in value &&
    typeof value.Connection === "function"
  );
}
