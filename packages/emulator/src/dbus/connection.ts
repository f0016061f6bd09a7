import {
  type ConnectionOptions,
  createConnection,
  type DBusConnection,
  type Message,
  messageType,
} from "dbus-native";
import { EmulatorError } from "../errors.js";

/** The message bus itself, as a peer. */
const BUS = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;

/** The header flag of a call that must not be answered. */
const NO_REPLY_EXPECTED = 1;

/** A method call that came from the bus. */
export interface MethodCall {
  readonly serial: number;
  /** The caller's unique name. */
  readonly sender: string;
  readonly path: string;
  readonly interface: string | undefined;
  readonly member: string;
  /** The D-Bus signature of the arguments. */
  readonly signature: string;
  readonly body: readonly unknown[];
  /** False for a call that must not be answered. */
  readonly replyExpected: boolean;
}

/** What a connection tells. */
export interface ConnectionListener {
  onCall(call: MethodCall): void;
  /** A client left the bus. */
  onPeerGone(uniqueName: string): void;
  /** The connection is down, by either side; called once. */
  onClose(): void;
}

/** A connection to a message bus that serves calls: what the service needs of D-Bus, and no more. */
export class BusConnection {
  readonly #connection: DBusConnection;
  readonly #pending = new Map<number, PendingCall>();
  readonly #closed: Promise<void>;
  #serial = 0;
  #open = true;

  private constructor(connection: DBusConnection, listener: ConnectionListener) {
    this.#connection = connection;
    this.#closed = new Promise((resolve) => {
      connection.on("close", () => {
        this.#open = false;
        for (const call of this.#pending.values()) call.reject(new Error("the connection to the bus ended"));
        this.#pending.clear();
        listener.onClose();
        resolve();
      });
    });
    // The bus hung up; what is written from here on would only be warned about by the library.
    connection.on("end", () => {
      this.#open = false;
    });
    connection.on("message", (message: Message) => this.#receive(message, listener));
  }

  /**
   * Connects and says Hello.
   *
   * @throws EmulatorError `bus_unreachable`.
   */
  static async open(address: string, listener: ConnectionListener): Promise<BusConnection> {
    try {
      const connection = createConnection(connectionOptions(address));
      const opened = new BusConnection(connection, listener);
      const failed = new Promise<never>((_resolve, reject) => {
        connection.on("error", reject);
        connection.on("close", () => reject(new Error("the bus hung up")));
      });
      // Errors after Hello end the connection, and `onClose` tells of that.
      failed.catch(() => {});
      await Promise.race([opened.call("Hello"), failed]);
      return opened;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new EmulatorError("bus_unreachable", `no session bus answers at ${address}: ${why}`, { cause });
    }
  }

  /** Calls a method of the bus itself. */
  call(member: string, signature = "", body: unknown[] = []): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      if (!this.#open) return reject(new Error("the connection to the bus ended"));
      const serial = this.#nextSerial();
      this.#pending.set(serial, { resolve, reject });
      this.#connection.message({ type: messageType.methodCall, serial, ...BUS, member, signature, body });
    });
  }

  /** Answers a call; does nothing when the caller wants no answer or the connection is down. */
  reply(call: MethodCall, signature: string, body: unknown[]): void {
    this.#send(call, { type: messageType.methodReturn, signature, body });
  }

  /** Answers a call with a D-Bus error. */
  replyError(call: MethodCall, errorName: string, text: string): void {
    this.#send(call, { type: messageType.error, errorName, signature: "s", body: [text] });
  }

  /** Sends what is written and closes. */
  async close(): Promise<void> {
    if (this.#open) this.#connection.end();
    await this.#closed;
  }

  /** Closes at once; what is not sent yet is lost, as when a process dies. */
  async drop(): Promise<void> {
    this.#open = false;
    this.#connection.stream.destroy();
    await this.#closed;
  }

  #send(call: MethodCall, message: Message): void {
    if (!this.#open || !call.replyExpected) return;
    this.#connection.message({
      ...message,
      serial: this.#nextSerial(),
      destination: call.sender,
      replySerial: call.serial,
    });
  }

  #receive(message: Message, listener: ConnectionListener): void {
    const { type, serial, sender, path, member, signature = "", body = [], flags = 0 } = message;
    if (type === messageType.methodReturn || type === messageType.error) return this.#settle(message);
    if (type === messageType.signal) {
      const [name, , newOwner] = body;
      const left = sender === BUS.destination && member === "NameOwnerChanged" && newOwner === "";
      if (left && typeof name === "string") listener.onPeerGone(name);
      return;
    }
    if (serial === undefined || sender === undefined || path === undefined || member === undefined) return;
    const replyExpected = (flags & NO_REPLY_EXPECTED) === 0;
    listener.onCall({
      serial,
      sender,
      path,
      interface: message.interface,
      member,
      signature,
      body,
      replyExpected,
    });
  }

  #settle({ type, replySerial, errorName = "", body = [] }: Message): void {
    const pending = replySerial === undefined ? undefined : this.#pending.get(replySerial);
    if (replySerial === undefined || pending === undefined) return;
    this.#pending.delete(replySerial);
    if (type === messageType.methodReturn) pending.resolve(body);
    else
      pending.reject(new Error([errorName, ...body.filter((part) => typeof part === "string")].join(": ")));
  }

  /** Serials are 32 bits wide and never 0. */
  #nextSerial(): number {
    this.#serial = this.#serial >= 0xffff_ffff ? 1 : this.#serial + 1;
    return this.#serial;
  }
}

/** The library takes the path of an address as it is written; D-Bus escapes what is no letter or digit in it. */
function connectionOptions(address: string): ConnectionOptions {
  const path = /^unix:path=(?<path>[^,;]+)/.exec(address)?.groups?.["path"];
  return path === undefined ? { busAddress: address } : { socket: decodeURIComponent(path) };
}

/** A call of ours that is not answered yet. */
interface PendingCall {
  resolve(body: readonly unknown[]): void;
  reject(error: Error): void;
}
