import { BrokerError, type CallOptions } from "@authbroker/core";
import { type CallClock, onAbort } from "@authbroker/core/broker";
import type { Connection, PendingCall, ReplyValue } from "./addon.js";
import { brokerCall, brokerOwner, type Call } from "./bus-calls.js";

import { callError, isAddonError, NO_SESSION_BUS } from "./errors.js";
import { requireAddon } from "./load.js";
import { OwnedFlows } from "./owned-flows.js";
import { BROKER_NAME, type BrokerMethod } from "./protocol.js";
import type { JsonObject } from "./requests.js";
import { sessionBusAddress } from "./session-address.js";

/** Methods that may be sent a second time when the connection is lost after they were sent. */
const REPEATABLE: ReadonlySet<BrokerMethod> = new Set([
  "getAccounts",
  "acquireTokenSilently",
  "getLinuxBrokerVersion",
]);

/** A connection, the bus it is to, and the calls on it that wait for a person. */
interface OpenBus {
  readonly address: string;
  readonly connection: Connection;
  readonly flows: OwnedFlows;
}

/** A call on its way, and the bus it went to. */
interface SentCall {
  readonly bus: OpenBus;
  readonly pending: PendingCall;
}

/** The id of a pending call that was not sent. */
const NOT_SENT = 0;

/**
 * This process's connection to the session bus: opened at the first call, opened again when the bus has gone or its
 * address has changed, shared by all calls in flight.
 */
export class Session {
  #bus: OpenBus | undefined;

  /**
   * Calls a method of the broker and returns its answer, JSON text that is still to be parsed.
   *
   * @throws BrokerError `broker_unavailable`, `request_timeout`, `request_aborted`, `broker_response_invalid`,
   * `broker_load_failed` or `platform_broker_error`.
   */
  async callBroker(
    method: BrokerMethod,
    correlationId: string,
    request: JsonObject,
    clock: CallClock,
  ): Promise<string> {
    const call = brokerCall(method, correlationId, request);
    try {
      return text(await this.#callBrokerOnce(call, method, clock.left()), method);
    } catch (error) {
      if (mayRepeat(method, error)) return this.#callBrokerAgain(call, method, clock);
      throw callError(error, method, clock);
    }
  }

  async #callBrokerAgain(call: Call, method: BrokerMethod, clock: CallClock): Promise<string> {
    try {
      return text(await this.#callBrokerOnce(call, method, clock.left()), method);
    } catch (error) {
      throw callError(error, method, clock);
    }
  }

  /** Calls any method on the bus. Rejects with the addon's own errors. */
  async call(call: Call, options: CallOptions): Promise<ReplyValue> {
    return settled(this.#send(call, options), options);
  }

  #callBrokerOnce(call: Call, method: BrokerMethod, options: CallOptions): Promise<ReplyValue> {
    const sent = this.#send(call, options);
    if (method !== "acquireTokenInteractively") return settled(sent, options);
    const { connection, flows } = sent.bus;
    const owner = this.call(brokerOwner, options);
    const cancel = (): void => connection.cancel(sent.pending.id);
    return flows.guard(owner, cancel, () => settled(sent, options));
  }

  /** A connection may turn out to be a dead one only when it is used; nothing was sent then, and a new one is opened. */
  #send(call: Call, { timeoutMs = 0 }: CallOptions): SentCall {
    const bus = this.#open();
    const pending = bus.connection.call(call(timeoutMs));
    if (pending.id !== NOT_SENT || bus.connection.connected) return { bus, pending };
    pending.reply.catch(() => {});
    const next = this.#open();
    return { bus: next, pending: next.connection.call(call(timeoutMs)) };
  }

  #open(): OpenBus {
    const address = sessionBusAddress();
    if (address === undefined) throw new BrokerError("broker_unavailable", NO_SESSION_BUS);
    const current = this.#bus;
    if (current?.connection.connected === true) {
      if (current.address === address) return current;
      // Whoever changes the address has no more use for the other bus.
      current.connection.close();
    }
    const { Connection } = requireAddon();
    const connection = new Connection(address);
    const flows = new OwnedFlows();
    connection.watchOwner(BROKER_NAME, (owner) => flows.ownerChanged(owner));
    this.#bus = { address, connection, flows };
    return this.#bus;
  }
}

/** Whether a call that failed is to be sent once more, on a new connection. */
function mayRepeat(method: BrokerMethod, error: unknown): boolean {
  return REPEATABLE.has(method) && isAddonError(error) && error.code === "disconnected";
}

function settled({ bus, pending }: SentCall, { signal }: CallOptions): Promise<ReplyValue> {
  if (signal === undefined) return pending.reply;
  const cancel = (): void => bus.connection.cancel(pending.id);
  return pending.reply.finally(onAbort(signal, cancel));
}

function text(reply: ReplyValue, method: BrokerMethod): string {
  if (typeof reply === "string") return reply;
  throw new BrokerError("broker_response_invalid", {
    message: `the broker's answer to ${method} cannot be used: it is no D-Bus string`,
  });
}
