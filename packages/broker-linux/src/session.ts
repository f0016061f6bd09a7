import { BrokerError, type CallOptions } from "@authbroker/core";
import type { Connection, PendingCall, ReplyValue } from "./addon.js";
import { brokerOwner, type Call } from "./bus-calls.js";
import { callError, isAddonError } from "./errors.js";
import { requireAddon } from "./load.js";
import { OwnedFlows } from "./owned-flows.js";
import {
  BROKER_INTERFACE,
  BROKER_NAME,
  BROKER_PATH,
  type BrokerMethod,
  PROTOCOL_VERSION,
} from "./protocol.js";
import type { JsonObject } from "./requests.js";
import { sessionBusAddress } from "./session-address.js";

/** Methods that may be sent a second time when the connection turns out to have been a dead one. */
const REPEATABLE: ReadonlySet<BrokerMethod> = new Set([
  "getAccounts",
  "acquireTokenSilently",
  "getLinuxBrokerVersion",
]);

/**
 * This process's connection to the session bus: opened at the first call, opened again when the bus has gone or its
 * address has changed, shared by all calls in flight.
 */
export class Session {
  #connection: Connection | undefined;
  #address: string | undefined;
  readonly #flows = new OwnedFlows();

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
    const call: Call = {
      destination: BROKER_NAME,
      path: BROKER_PATH,
      interface: BROKER_INTERFACE,
      member: method,
      args: [PROTOCOL_VERSION, correlationId, JSON.stringify(request)],
    };
    const reused = this.#connection?.connected === true;
    try {
      return text(await this.#callBrokerOnce(call, method, options), method);
    } catch (error) {
      const dead = reused && isAddonError(error) && error.code === "disconnected";
      if (!dead || !REPEATABLE.has(method)) throw callError(error, method, options);
    }
    try {
      return text(await this.#callBrokerOnce(call, method, options), method);
    } catch (error) {
      throw callError(error, method, options);
    }
  }

  /** Calls any method on the bus. Rejects with the addon's own errors. */
  async call(call: Call, options: CallOptions): Promise<ReplyValue> {
    return settled(this.#open().call({ ...call, timeoutMs: options.timeoutMs ?? 0 }), options);
  }

  async #callBrokerOnce(call: Call, method: BrokerMethod, options: CallOptions): Promise<ReplyValue> {
    const pending = this.#open().call({ ...call, timeoutMs: options.timeoutMs ?? 0 });
    if (method !== "acquireTokenInteractively") return settled(pending, options);
    const owner = this.call(brokerOwner, options);
    return this.#flows.guard(pending, owner, () => settled(pending, options));
  }

  #open(): Connection {
    const address = sessionBusAddress();
    if (address === undefined) {
      throw new BrokerError("broker_unavailable", {
        message:
          "there is no session bus: neither DBUS_SESSION_BUS_ADDRESS nor $XDG_RUNTIME_DIR/bus is there",
        hint: "Run the application inside a desktop session, or pass its DBUS_SESSION_BUS_ADDRESS on.",
      });
    }
    if (this.#connection?.connected === true && this.#address === address) return this.#connection;
    const { Connection } = requireAddon();
    const connection = new Connection(address);
    connection.watchOwner(BROKER_NAME, () => this.#flows.ownerChanged());
    this.#connection = connection;
    this.#address = address;
    return connection;
  }
}

async function settled(pending: PendingCall, { signal }: CallOptions): Promise<ReplyValue> {
  const cancel = (): void => pending.cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    return await pending.reply;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

function text(reply: ReplyValue, method: BrokerMethod): string {
  if (typeof reply === "string") return reply;
  throw new BrokerError("broker_response_invalid", {
    message: `the broker's answer to ${method} cannot be used: it is no D-Bus string`,
  });
}
