import type { MethodCall } from "./addon.js";
import { BROKER_NAME, BROKER_PATH } from "./protocol.js";

/** A method call without its time limit, which comes with the call's options. */
export type Call = Omit<MethodCall, "timeoutMs">;

const BUS = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;

/** Asks the bus for the unique name of the broker's owner. */
export const brokerOwner: Call = { ...BUS, member: "GetNameOwner", args: [BROKER_NAME] };

/** Asks the bus which names it can start an owner for. */
export const activatableNames: Call = { ...BUS, member: "ListActivatableNames", args: [] };

/** Asks the bus for the process id behind a unique name. */
export const processIdOf = (owner: string): Call => ({
  ...BUS,
  member: "GetConnectionUnixProcessID",
  args: [owner],
});

/** Asks the broker for a sign of life, which starts it where it is installed and not running. */
export const brokerPing: Call = {
  destination: BROKER_NAME,
  path: BROKER_PATH,
  interface: "org.freedesktop.DBus.Peer",
  member: "Ping",
  args: [],
};
