import { join } from "node:path";
import { existsSync } from "node:fs";

/**
 * The address of the session bus: `DBUS_SESSION_BUS_ADDRESS`, else the socket that systemd puts at
 * `$XDG_RUNTIME_DIR/bus`; undefined when there is neither. Read anew at each call, because an application may be
 * started before the session is complete.
 *
 * @see https://dbus.freedesktop.org/doc/dbus-specification.html#message-bus-types-login
 */
export function sessionBusAddress(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const address = env["DBUS_SESSION_BUS_ADDRESS"];
  if (address) return address;
  const runtimeDir = env["XDG_RUNTIME_DIR"];
  if (!runtimeDir) return undefined;
  const socket = join(runtimeDir, "bus");
  return existsSync(socket) ? `unix:path=${escapeAddressValue(socket)}` : undefined;
}

/** Values in an address are percent-encoded but for these characters. */
function escapeAddressValue(path: string): string {
  return path.replaceAll(/[^-0-9A-Za-z_/.\\*]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}
