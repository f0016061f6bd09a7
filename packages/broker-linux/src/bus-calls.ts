import type { MethodCall } from "./addon.js";
import {
  BROKER_INTERFACE,
  BROKER_NAME,
  BROKER_PATH,
  type BrokerMethod,
  PROTOCOL_VERSION,
} from "./protocol.js";
import type { JsonObject } from "./requests.js";

/** A method call that is still to get its time limit, in milliseconds. */
export type Call = (timeoutMs: number) => MethodCall;

/** Calls a method of the broker. */
export function brokerCall(method: BrokerMethod, correlationId: string, request: JsonObject): Call {
  const args = [PROTOCOL_VERSION, correlationId, JSON.stringify(request)];
  return (timeoutMs) => ({
    destination: BROKER_NAME,
    path: BROKER_PATH,
    interface: BROKER_INTERFACE,
    member: method,
    args,
    timeoutMs,
  });
}

/** Asks the broker for a sign of life, which starts it where it is installed and not running. */
export const brokerPing: Call = (timeoutMs) => ({
  destination: BROKER_NAME,
  path: BROKER_PATH,
  interface: "org.freedesktop.DBus.Peer",
  member: "Ping",
  args: [],
  timeoutMs,
});

/** Asks the bus for the unique name of the broker's owner. */
export const brokerOwner: Call = busCall("GetNameOwner", BROKER_NAME);

/** Asks the bus which names it can start an owner for. */
export const activatableNames: Call = busCall("ListActivatableNames");

/** Asks the bus for the process id behind a unique name. */
export const processIdOf = (owner: string): Call => busCall("GetConnectionUnixProcessID", owner);

function busCall(member: string, ...args: readonly string[]): Call {
  return (timeoutMs) => ({
    destination: "org.freedesktop.DBus",
    path: "/org/freedesktop/DBus",
    interface: "org.freedesktop.DBus",
    member,
    args,
    timeoutMs,
  });
}
