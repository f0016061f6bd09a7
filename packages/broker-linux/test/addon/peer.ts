import { EventEmitter, once } from "node:events";
import { Message, type MessageBus, sessionBus } from "@jellybrick/dbus-next";
import type { Connection, MethodCall, PendingCall } from "../../src/addon.js";

export const PEER_NAME = "net.example.Peer";

/** Replies by method name: signature and body. */
const REPLIES: Readonly<Record<string, readonly [signature: string, body: unknown[]]>> = {
  Nothing: ["", []],
  Text: ["s", ["text"]],
  Texts: ["as", [["one", "", "drei ß 三"]]],
  NoTexts: ["as", [[]]],
  Number: ["u", [4_294_967_295]],
  True: ["b", [true]],
  False: ["b", [false]],
  TextAndMore: ["sai", ["first", [1, 2]]],
  Int32: ["i", [-1]],
  Double: ["d", [0.5]],
  Bytes: ["ay", [[1, 2, 3]]],
  Struct: ["(s)", [["text"]]],
  NestedTexts: ["aas", [[["text"]]]],
  IntegerFirst: ["is", [1, "text"]],
};

/** A throw-away service on a bus, written on another D-Bus implementation than the addon's. */
export class Peer {
  readonly #bus: MessageBus;
  readonly #held: Message[] = [];
  readonly #events = new EventEmitter();

  private constructor(bus: MessageBus) {
    this.#bus = bus;
    bus.addMethodHandler((message) => this.#handle(message));
  }

  static async start(address: string, name: string = PEER_NAME): Promise<Peer> {
    const bus = sessionBus({ busAddress: address });
    // A bus that is killed under it is the test's doing. The library's types do not know the event.
    (bus as EventEmitter).on("error", () => undefined);
    const peer = new Peer(bus);
    await bus.requestName(name, 0);
    return peer;
  }

  /** Resolves when `count` calls of `Hold` wait for their reply. */
  async holds(count: number): Promise<void> {
    while (this.#held.length < count) await once(this.#events, "held");
  }

  /** Answers what waits, each with its own argument, in the order that `order` brings the calls to. */
  release(order: (calls: Message[]) => Message[] = (calls) => calls): void {
    for (const message of order(this.#held.splice(0))) this.#reply(message, "s", [message.body[0]]);
  }

  async releaseName(name: string = PEER_NAME): Promise<void> {
    await this.#bus.releaseName(name);
  }

  stop(): void {
    this.#bus.disconnect();
  }

  #handle(message: Message): boolean {
    if (message.interface !== PEER_NAME) return false;
    const { member, body } = message;
    if (member === "Echo") this.#reply(message, "s", [body.at(-1)]);
    else if (member === "Hold") {
      this.#held.push(message);
      this.#events.emit("held");
    } else if (member === "Fail") {
      this.#bus.send(Message.newError(message, "net.example.Error.Failed", String(body[0])));
    } else {
      const reply = REPLIES[member];
      if (reply === undefined) return false;
      this.#reply(message, ...reply);
    }
    return true;
  }

  #reply(message: Message, signature: string, body: unknown[]): void {
    this.#bus.send(Message.newMethodReturn(message, signature, body));
  }
}

/** A call of the peer's method `member`. */
export function peerCall(member: string, args: readonly string[] = [], timeoutMs = 0): MethodCall {
  return { destination: PEER_NAME, path: "/", interface: PEER_NAME, member, args, timeoutMs };
}

/** Calls the peer's method `member`. */
export function callPeer(
  connection: Connection,
  member: string,
  args: readonly string[] = [],
  timeoutMs = 0,
): PendingCall {
  return connection.call(peerCall(member, args, timeoutMs));
}

/** Calls a method of the bus itself. */
export function callBus(
  connection: Connection,
  member: string,
  args: readonly string[] = [],
  timeoutMs = 0,
): PendingCall {
  const destination = "org.freedesktop.DBus";
  const busPath = "/org/freedesktop/DBus";
  return connection.call({ destination, path: busPath, interface: destination, member, args, timeoutMs });
}
