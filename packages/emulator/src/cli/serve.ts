import { existsSync } from "node:fs";
import { join } from "node:path";
import { escapeAddress } from "../dbus/private-bus.js";
import { startEmulator } from "../emulator.js";
import { EmulatorError } from "../errors.js";
import { authorityOptions, type CommonOptions, readSetting } from "./options.js";
import { awaitEnding } from "./signals.js";

/**
 * Serves the broker on the session bus that the environment names, until a signal or until the bus ends. This is what a
 * D-Bus service file starts.
 *
 * @returns the exit code.
 */
export async function serve(options: CommonOptions): Promise<number> {
  const { config, log } = await readSetting(options);
  const busAddress = sessionBusAddress(process.env);
  const { ended, onLeave } = awaitEnding();
  const emulator = await startEmulator({
    config,
    busAddress,
    authority: authorityOptions(options, log),
    onCompleted: (call) => log.call(call),
    onLeave,
  });
  log.note("the broker is up on the session bus");
  if (emulator.authority !== undefined) log.note(`the authority is up at ${emulator.authority.url}`);
  await ended;
  await emulator.stop();
  return 0;
}

/**
 * The session bus where clients look for it: what a bus tells those it starts, what the session says, or the socket
 * where systemd puts it.
 *
 * @throws EmulatorError `bus_unreachable`.
 */
function sessionBusAddress(env: NodeJS.ProcessEnv): string {
  const address = env["DBUS_STARTER_ADDRESS"] || env["DBUS_SESSION_BUS_ADDRESS"];
  if (address) return address;
  const runtime = env["XDG_RUNTIME_DIR"];
  const socket = runtime ? join(runtime, "bus") : undefined;
  if (socket !== undefined && existsSync(socket)) return `unix:path=${escapeAddress(socket)}`;
  throw new EmulatorError(
    "bus_unreachable",
    `there is no session bus: DBUS_SESSION_BUS_ADDRESS is not set, and ${socket === undefined ? "neither is XDG_RUNTIME_DIR" : `${socket} is not there`}. For a bus of its own: authbroker-emulator start`,
  );
}
