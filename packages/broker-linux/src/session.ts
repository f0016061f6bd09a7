import { BrokerError, type CallOptions } from "@authbroker/core";
import type { Connection, PendingCall, ReplyValue } from "./addon.js";
import { brokerCall, brokerOwner, type Call } from "./bus-calls.js";
import { callError, isAddonError } from "./errors.js";
import { requireAddon } from "./load.js";
import { OwnedFlows } from "./owned-flows.js";
import { BROKER_NAME, type BrokerMethod } from "./protocol.js";
import type { JsonObject } from "./requests.js";
import { sessionBusAddress } from "./session-address.js";

/** Methods that may be sent a second time when the connection is lost: it may have been a dead one all along. */
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
    options: CallOptions,
  ): Promise<string> {
    const call = brokerCall(method, correlationId, request);
    try {
      return text(await this.#callBrokerOnce(call, method, options), method);
    } catch (error) {
      if (mayRepeat(method, error)) return this.#callBrokerAgain(call, method, options);
      throw callError(error, method, options);
    }
  }

  async #callBrokerAgain(call: Call, method: BrokerMethod, options: CallOptions): Promise<string> {
    try {
      return text(await this.#callBrokerOnce(call, method, options), method);
    } catch (error) {
      throw callError(error, method, options);
    }
  }

  /** Calls any method on the bus. Rejects with the addon's own errors. */
  async call(call: Call, options: CallOptions): Promise<ReplyValue> {
    const { connection } = this.#open();
    return settled(connection, send(connection, call, options), options);
  }

  #callBrokerOnce(call: Call, method: BrokerMethod, options: CallOptions): Promise<ReplyValue> {
    const { connection, flows } = this.#open();
    const pending = send(connection, call, options);
    if (method !== "acquireTokenInteractively") return settled(connection, pending, options);
    const owner = this.call(brokerOwner, options);
    const cancel = (): void => connection.cancel(pending.id);
    return flows.guard(owner, cancel, () => settled(connection, pending, options));
  }

  #open(): OpenBus {
    const address = sessionBusAddress();
    if (address === undefined) {
      throw new BrokerError("broker_unavailable", {
        message:
          "there is no session bus: neither DBUS_SESSION_BUS_ADDRESS nor $XDG_RUNTIME_DIR/bus is there",
        hint: "Run the application inside a desktop session, or pass its DBUS_SESSION_BUS_ADDRESS on.",
      });
    }
    if (this.#bus?.connection.connected === true && this.#bus.address === address) return this.#bus;
    const { Connection } = requireAddon();
    const connection = new Connection(address);
    const flows = new OwnedFlows();
    connection.watchOwner(BROKER_NAME, () => flows.ownerChanged());
    this.#bus = { address, connection, flows };
    return this.#bus;
  }
}

/** Whether a call that failed is to be sent once more, on a new connection. */
function mayRepeat(method: BrokerMethod, error: unknown): boolean {
  return REPEATABLE.has(method) && isAddonError(error) && error.code === "disconnected";
}

function send(connection: Connection, call: Call, { timeoutMs = 0 }: CallOptions): PendingCall {
  return connection.call(call(timeoutMs));
}

function settled(
  connection: Connection,
  { id, reply }: PendingCall,
  { signal }: CallOptions,
): Promise<ReplyValue> {
  if (signal === undefined) return reply;
  const cancel = (): void => connection.cancel(id);
  signal.addEventListener("abort", cancel, { once: true });
  return reply.finally(() => signal.removeEventListener("abort", cancel));
}

function text(reply: ReplyValue, method: BrokerMethod): string {
  if (typeof reply === "string") return reply;
  throw new BrokerError("broker_response_invalid", {
    message: `the broker's answer to ${method} cannot be used: it is no D-Bus string`,
  });
}
