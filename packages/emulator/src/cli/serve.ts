import { startEmulator } from "../emulator.js";
import { EmulatorError } from "../errors.js";
import { type CommonOptions, readSetting } from "./options.js";
import { awaitEnding } from "./signals.js";

/**
 * Serves the broker on the session bus that the environment names, until a signal or until the bus ends. This is what a
 * D-Bus service file starts.
 *
 * @returns the exit code.
 */
export async function serve(options: CommonOptions): Promise<number> {
  const { config, log } = await readSetting(options);
  // The first is what a bus tells those it starts.
  const busAddress = process.env["DBUS_STARTER_ADDRESS"] || process.env["DBUS_SESSION_BUS_ADDRESS"];
  if (!busAddress) {
    throw new EmulatorError(
      "bus_unreachable",
      "there is no session bus: DBUS_SESSION_BUS_ADDRESS is not set. For a bus of its own: authbroker-emulator start",
    );
  }
  const { ended, onLeave } = awaitEnding();
  const emulator = await startEmulator({
    config,
    busAddress,
    onCompleted: (call) => log.call(call),
    onLeave,
  });
  log.note("the broker is up on the session bus");
  await ended;
  await emulator.stop();
  return 0;
}
