import { EmulatorError } from "../errors.js";
import type { BusConnection } from "./connection.js";

/** `RequestName` flag: fail at once when the name has an owner, instead of waiting in line for it. */
const DO_NOT_QUEUE = 4;

/** `RequestName` reply: the name is ours. */
const PRIMARY_OWNER = 1;

/** A bus connection's match rule for clients that leave: a name that has no new owner. */
const DEPARTURES =
  "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',arg2=''";

/**
 * Takes a well-known name, and asks to be told of clients that leave the bus.
 *
 * @throws EmulatorError `name_owned`: a name that is owned is never taken over.
 */
export async function ownName(connection: BusConnection, name: string): Promise<void> {
  await connection.call("AddMatch", "s", [DEPARTURES]);
  const [reply] = await connection.call("RequestName", "su", [name, DO_NOT_QUEUE]);
  if (reply === PRIMARY_OWNER) return;
  throw new EmulatorError(
    "name_owned",
    `${name} belongs to ${await describeOwner(connection, name)} on this bus, and the emulator takes nothing over. Use a bus of its own: authbroker-emulator run -- COMMAND`,
  );
}

async function describeOwner(connection: BusConnection, name: string): Promise<string> {
  try {
    const [pid] = await connection.call("GetConnectionUnixProcessID", "s", [name]);
    return `process ${String(pid)}`;
  } catch {
    // The owner may have left meanwhile, or be in another pid namespace.
    return "another process";
  }
}
